// The hall of a showroom: an island on a page that says the same as a list. Wares, texts and addresses are read from the
// page; nothing is written into it but what the reader asked to see. See hall-room.js (what stands there), hall-walk.js
// (how one moves).
import { ColorManagement, LinearSRGBColorSpace, WebGLRenderer } from "./three.js";
import { Room } from "./hall-room.js";
import { Walk } from "./hall-walk.js";

const WANTED_MS = 25, SLOW_MS = 33, QUICK_MS = 18, FRAMES_A_LOOK = 12; // a screen asks every 17 ms at most

const hall = document.querySelector("[data-hall]");
const LEAST_SCALE = Number(hall?.dataset.least) || 0.35; // whoever measures asks for every pixel

function begin() {
  ColorManagement.enabled = false; // colours are drawn as they are written: three powers less a pixel
  const canvas = hall.querySelector("canvas");
  let renderer;
  try {
    renderer = new WebGLRenderer({ canvas, antialias: false, powerPreference: "high-performance" });
  } catch {
    document.querySelector("[data-no-hall]").hidden = false;
    return;
  }
  hall.hidden = false;
  const buttons = [...hall.querySelectorAll("button[data-item]")];
  const colours = getComputedStyle(hall);
  const room = new Room(buttons.map((button) => button.dataset), (name) => colours.getPropertyValue(name).trim(), () => view.wake());
  const walk = new Walk(room, matchMedia("(prefers-reduced-motion: reduce)").matches);
  const view = new View(renderer, room, walk);
  listen(canvas, buttons, room, walk, view);
  offerHeadset(renderer, room, walk, view);
  new ResizeObserver(() => view.resize()).observe(canvas);
  view.resize();
}

// Draws while something moves, and at a resolution that this machine draws at 30 frames a second or more.
class View {
  constructor(renderer, room, walk) {
    renderer.outputColorSpace = LinearSRGBColorSpace;
    Object.assign(this, { renderer, room, walk, awake: false, last: 0, scale: 1, spent: [], frames: 0 });
    this.most = Math.min(devicePixelRatio, 1.5);
    renderer.xr.enabled = true;
    renderer.xr.setReferenceSpaceType("local-floor");
  }

  resize() {
    const { clientWidth, clientHeight } = this.renderer.domElement;
    if (!clientWidth || this.renderer.xr.isPresenting) return;
    this.renderer.setPixelRatio(this.most * this.scale);
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.walk.camera.aspect = clientWidth / clientHeight;
    this.walk.camera.updateProjectionMatrix();
    this.wake();
  }

  wake() {
    if (this.awake) return;
    this.awake = true;
    this.last = 0;
    this.renderer.setAnimationLoop((now) => this.frame(now));
  }

  frame(now) {
    const passed = this.last ? now - this.last : 16;
    this.last = now;
    const moving = this.walk.step(Math.min(passed, 100) / 1000, this.renderer.xr.isPresenting ? this.renderer.xr.getSession() : null);
    this.renderer.render(this.room.scene, this.walk.camera);
    hall.dataset.frames = String(++this.frames);
    if (this.renderer.xr.isPresenting) return;
    this.suit(passed);
    if (!moving) {
      this.awake = false;
      this.renderer.setAnimationLoop(null);
    }
  }

  suit(passed) {
    if (this.spent.push(passed) < FRAMES_A_LOOK) return;
    const middle = this.spent.sort((one, other) => one - other)[FRAMES_A_LOOK >> 1];
    this.spent = [];
    const suits = middle >= QUICK_MS && middle <= SLOW_MS; // what a frame costs grows with its pixels
    const wanted = suits ? this.scale : this.scale * Math.min(1.15, Math.max(0.5, Math.sqrt(WANTED_MS / middle)));
    const scale = Math.min(1, Math.max(LEAST_SCALE, wanted));
    hall.dataset.scale = (this.most * scale).toFixed(2);
    if (Math.abs(scale - this.scale) < 0.02) return;
    this.scale = scale;
    const { clientWidth, clientHeight } = this.renderer.domElement;
    this.renderer.setPixelRatio(this.most * scale);
    this.renderer.setSize(clientWidth, clientHeight, false);
  }
}

function listen(canvas, buttons, room, walk, view) {
  const open = (item) => document.getElementById(`ware-${item}`)?.showModal();
  for (const button of buttons) {
    const ware = room.wares.find((each) => each.item === button.dataset.item);
    button.addEventListener("focus", () => { walk.goTo(ware); view.wake(); });
    button.addEventListener("click", () => open(ware.number));
  }
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      const near = walk.nearest();
      if (near) open(near.number);
    } else if (walk.press(event.code, true)) {
      event.preventDefault();
      view.wake();
    }
  });
  canvas.addEventListener("keyup", (event) => walk.press(event.code, false));
  canvas.addEventListener("blur", () => walk.rest());
  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY, moved: 0 };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    from = { x: event.clientX, y: event.clientY, moved: from.moved + Math.abs(x) + Math.abs(y) };
    walk.look(x, y);
    view.wake();
  });
  canvas.addEventListener("pointerup", (event) => {
    const still = from && from.moved < 5;
    from = null;
    if (!still) return;
    const box = canvas.getBoundingClientRect();
    const hit = walk.at((event.clientX - box.left) / box.width * 2 - 1, 1 - (event.clientY - box.top) / box.height * 2);
    if (hit) open(hit.number);
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    walk.move(-Math.sign(event.deltaY) * 0.4, 0);
    view.wake();
  }, { passive: false });
}

async function offerHeadset(renderer, room, walk, view) {
  const button = hall.querySelector("[data-headset]");
  if (!navigator.xr || !(await navigator.xr.isSessionSupported("immersive-vr").catch(() => false))) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const session = await navigator.xr.requestSession("immersive-vr", { optionalFeatures: ["local-floor"] });
    session.addEventListener("end", () => { walk.leaveHeadset(); view.awake = false; view.resize(); });
    walk.enterHeadset(room.scene);
    const hand = renderer.xr.getController(0);
    hand.addEventListener("select", () => room.tell(walk.pointedAt(hand)));
    walk.rig.add(hand);
    await renderer.xr.setSession(session);
    view.wake();
  });
}

if (hall) begin();
