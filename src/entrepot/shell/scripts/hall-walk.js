// How one moves through the hall: keys, mouse, the stick of a controller; with reduced motion in single steps.
import { Group, PerspectiveCamera, Raycaster, Vector2, Vector3 } from "./three.js";

const EYES = 1.6, METRES_A_SECOND = 2.4, TURN_A_SECOND = 1.7, STEP = 0.5, NEAR = 2.2;
const KEYS = {
  ArrowUp: "ahead", KeyW: "ahead", ArrowDown: "back", KeyS: "back", KeyA: "left", KeyD: "right",
  ArrowLeft: "turnLeft", ArrowRight: "turnRight", KeyQ: "turnLeft", KeyE: "turnRight",
};

export class Walk {
  constructor(room, still) {
    Object.assign(this, { room, still, held: new Set(), yaw: 0, pitch: -0.06, way: null, ray: new Raycaster() });
    this.camera = new PerspectiveCamera(50, 1, 0.1, 120);
    this.camera.rotation.order = "YXZ";
    this.place = new Vector3(0, EYES, room.limits.near - 0.6);
    this.rig = new Group();
    this.set();
  }

  set() {
    const { x, near, far } = this.room.limits;
    this.place.set(Math.min(x, Math.max(-x, this.place.x)), EYES, Math.min(near, Math.max(far, this.place.z)));
    this.camera.position.copy(this.place);
    this.camera.rotation.set(this.pitch, this.yaw, 0);
  }

  // Whether the key is one of the hall's.
  press(code, down) {
    const act = KEYS[code];
    if (!act) return false;
    this.way = null;
    if (this.still && down) this.act(act, STEP / METRES_A_SECOND);
    else if (!this.still) this.held[down ? "add" : "delete"](act);
    return true;
  }

  rest() {
    this.held.clear();
  }

  act(act, seconds) {
    const far = METRES_A_SECOND * seconds, turn = TURN_A_SECOND * seconds;
    if (act === "turnLeft" || act === "turnRight") this.yaw += act === "turnLeft" ? turn : -turn;
    else this.move(act === "ahead" ? far : act === "back" ? -far : 0, act === "right" ? far : act === "left" ? -far : 0);
    this.set();
  }

  move(ahead, aside) {
    this.way = null;
    this.place.x += -Math.sin(this.yaw) * ahead + Math.cos(this.yaw) * aside;
    this.place.z += -Math.cos(this.yaw) * ahead - Math.sin(this.yaw) * aside;
    this.set();
  }

  look(x, y) {
    this.way = null;
    this.yaw += x * 0.004;
    this.pitch = Math.min(1.2, Math.max(-1.2, this.pitch + y * 0.004));
    this.set();
  }

  // Walk up to a ware and look at it.
  goTo(ware) {
    const away = Math.max(0.75, 1.3 * Math.max(ware.width, ware.height) + ware.depth / 2);
    const to = { x: ware.x, z: ware.z + ware.depth / 2 + away, yaw: 0, pitch: Math.atan2(ware.foot + ware.height / 2 - EYES, away) };
    this.yaw = Math.atan2(Math.sin(this.yaw), Math.cos(this.yaw));
    if (this.still) {
      this.place.set(to.x, EYES, to.z);
      Object.assign(this, { yaw: to.yaw, pitch: to.pitch, way: null });
      this.set();
    } else this.way = to;
  }

  // One frame; whether there is more to come.
  step(seconds, session) {
    for (const act of this.held) this.act(act, seconds);
    if (this.way) this.approach(seconds);
    if (session) this.steer(session, seconds);
    return this.held.size > 0 || this.way !== null;
  }

  approach(seconds) {
    const share = Math.min(1, seconds * 4), to = this.way;
    this.place.x += (to.x - this.place.x) * share;
    this.place.z += (to.z - this.place.z) * share;
    this.yaw += (to.yaw - this.yaw) * share;
    this.pitch += (to.pitch - this.pitch) * share;
    if (Math.abs(to.x - this.place.x) + Math.abs(to.z - this.place.z) + Math.abs(to.yaw - this.yaw) < 0.01) this.way = null;
    this.set();
  }

  // The ware that is nearest before the eyes.
  nearest() {
    const hit = this.at(0, 0);
    if (hit) return hit;
    const before = this.room.wares.map((ware) => ({ ware, far: Math.hypot(ware.x - this.place.x, ware.z - this.place.z) }));
    before.sort((one, other) => one.far - other.far);
    return before[0] && before[0].far < NEAR ? before[0].ware : null;
  }

  at(x, y) {
    this.camera.updateMatrixWorld();
    this.ray.setFromCamera(new Vector2(x, y), this.camera);
    const [hit] = this.ray.intersectObject(this.room.solid);
    return hit ? this.room.wares[hit.instanceId] : null;
  }

  enterHeadset(scene) {
    this.rig.position.set(this.place.x, 0, this.place.z);
    this.rig.rotation.y = this.yaw;
    this.camera.position.set(0, EYES, 0);
    this.rig.add(this.camera);
    scene.add(this.rig);
  }

  leaveHeadset() {
    this.rig.removeFromParent();
    this.rig.remove(this.camera);
    this.set();
  }

  steer(session, seconds) {
    for (const { gamepad } of session.inputSources) {
      if (!gamepad) continue;
      const [x, y] = gamepad.axes.slice(-2);
      if (Math.abs(y) > 0.2) this.rig.translateZ(y * METRES_A_SECOND * seconds);
      if (Math.abs(x) > 0.2) this.rig.rotation.y -= x * TURN_A_SECOND * seconds;
    }
  }

  pointedAt(hand) {
    hand.updateMatrixWorld();
    const from = new Vector3().setFromMatrixPosition(hand.matrixWorld);
    const along = new Vector3(0, 0, -1).transformDirection(hand.matrixWorld);
    this.ray.set(from, along);
    const [hit] = this.ray.intersectObject(this.room.solid);
    return hit ? this.room.wares[hit.instanceId] : null;
  }
}
