// What stands in the hall: floor, walls, stands, and every ware as a box of its true size, in metres, with its picture on
// the front. Few draw calls, no lights, no shadows: shades are painted onto the boxes, so that a processor alone draws it.
import {
  BoxGeometry, CanvasTexture, Color, Float32BufferAttribute, GridHelper, InstancedMesh, Matrix4, Mesh, MeshBasicMaterial,
  PlaneGeometry, Scene, TextureLoader,
} from "./three.js";

const STAND = 0.95, AISLE = 2.6, GAP = 1.1, TALL = 1.1, WALL = 4, BEFORE = 3, LONGEST_ROW = 14;
const MOST_PIXELS = 512;
const LATER = 2; // walls and floor after the wares: what a ware hides is never painted

export class Room {
  constructor(data, colour, changed) {
    Object.assign(this, { scene: new Scene(), colour, changed });
    this.scene.background = this.paint("--hall-air");
    this.wares = place(data);
    const across = Math.max(4, ...this.wares.map((ware) => Math.abs(ware.x) + ware.width / 2 + 2));
    const deep = Math.min(-4, ...this.wares.map((ware) => ware.z - 3));
    this.limits = { x: across - 0.4, near: BEFORE + 1.6, far: deep + 0.4 };
    this.shell(across, BEFORE + 2, deep);
    this.stands();
    this.goods();
    this.shared = new PlaneGeometry(1, 1);
    const loader = new TextureLoader();
    for (const ware of this.wares) {
      this.plate(ware);
      if (ware.picture) loader.load(ware.picture, (texture) => this.hang(ware, texture));
    }
  }

  paint(name) {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    context.fillStyle = this.colour(name) || "#888";
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return new Color().setRGB(red / 255, green / 255, blue / 255);
  }

  shell(across, near, deep) {
    const floor = new Mesh(new PlaneGeometry(2 * across, near - deep), new MeshBasicMaterial({ color: this.paint("--hall-floor") }));
    floor.rotation.x = -Math.PI / 2;
    floor.position.set(0, 0, (near + deep) / 2);
    const metres = new GridHelper(2 * Math.ceil(Math.max(across, near - deep)), 2 * Math.ceil(Math.max(across, near - deep)),
      this.paint("--hall-line"), this.paint("--hall-line"));
    metres.position.set(0, 0.01, (near + deep) / 2);
    floor.renderOrder = LATER;
    metres.renderOrder = LATER + 1;
    this.scene.add(floor, metres);
    const material = new MeshBasicMaterial({ color: this.paint("--hall-wall") });
    for (const [width, x, z, turn] of [
      [2 * across, 0, deep, 0], [2 * across, 0, near, Math.PI], [near - deep, -across, (near + deep) / 2, Math.PI / 2],
      [near - deep, across, (near + deep) / 2, -Math.PI / 2],
    ]) {
      const wall = new Mesh(new PlaneGeometry(width, WALL), material);
      wall.position.set(x, WALL / 2, z);
      wall.rotation.y = turn;
      wall.renderOrder = LATER;
      this.scene.add(wall);
    }
  }

  stands() {
    const raised = this.wares.filter((ware) => ware.foot > 0);
    this.boxes(raised, "--hall-stand", (ware) => [ware.width + 0.16, ware.foot, ware.depth + 0.16, ware.x, ware.foot / 2, ware.z]);
  }

  goods() {
    const size = (ware) => [ware.width, ware.height, ware.depth, ware.x, ware.foot + ware.height / 2, ware.z];
    this.solid = this.boxes(this.wares, "--hall-ware", size);
  }

  boxes(wares, colour, size) {
    const geometry = new BoxGeometry(1, 1, 1);
    const shades = [0.82, 0.82, 1, 0.6, 0.92, 0.74].flatMap((shade) => Array(12).fill(shade)); // six sides of four corners
    geometry.setAttribute("color", new Float32BufferAttribute(shades, 3));
    const material = new MeshBasicMaterial({ color: this.paint(colour), vertexColors: true });
    const mesh = new InstancedMesh(geometry, material, Math.max(1, wares.length));
    mesh.count = wares.length;
    wares.forEach((ware, number) => {
      const [width, height, depth, x, y, z] = size(ware);
      mesh.setMatrixAt(number, new Matrix4().makeScale(width, height, depth).setPosition(x, y, z));
    });
    mesh.computeBoundingSphere();
    this.scene.add(mesh);
    return mesh;
  }

  hang(ware, texture) {
    const { width, height } = texture.image;
    if (Math.max(width, height) > MOST_PIXELS) return texture.dispose();
    const fit = Math.min(ware.width / width, ware.height / height);
    const picture = new Mesh(this.shared, new MeshBasicMaterial({ map: texture, alphaTest: 0.5 }));
    picture.scale.set(width * fit, height * fit, 1);
    picture.position.set(ware.x, ware.foot + ware.height / 2, ware.z + ware.depth / 2 + 0.003);
    this.scene.add(picture);
    this.changed();
  }

  // Name and price on the front of the stand, or on the floor before a tall ware.
  plate(ware) {
    const plate = new Mesh(this.shared, new MeshBasicMaterial({ map: this.written(ware.label) }));
    plate.scale.set(0.5, 0.125, 1);
    if (ware.foot > 0) {
      plate.position.set(ware.x, ware.foot - 0.12, ware.z + ware.depth / 2 + 0.09);
      if (ware.width < 0.34) plate.position.z += 0.004;
    } else {
      plate.rotation.x = -Math.PI / 2.6;
      plate.position.set(ware.x, 0.1, ware.z + ware.depth / 2 + 0.3);
    }
    this.scene.add(plate);
    ware.plate = plate;
  }

  written(text) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [256, 64];
    const context = canvas.getContext("2d");
    context.fillStyle = this.colour("--hall-plate") || "#fff";
    context.fillRect(0, 0, 256, 64);
    context.fillStyle = this.colour("--hall-ink") || "#000";
    text.split("\n").slice(0, 2).forEach((line, number) => {
      context.font = number ? "20px sans-serif" : "bold 22px sans-serif";
      context.fillText(line, 8, 26 + 27 * number, 240);
    });
    return new CanvasTexture(canvas);
  }

  // In a headset there is no page: the plate of the ware that was pointed at comes nearer and grows.
  tell(ware) {
    for (const other of this.wares) other.plate.scale.set(0.5, 0.125, 1);
    ware?.plate.scale.set(1.2, 0.3, 1);
  }
}

// Rows across the hall, facing whoever comes in; metres, ware.x and ware.z the middle of its base.
function place(data) {
  const wares = data.map((each, number) => ({
    number: number + 1, item: each.item, label: each.label, picture: each.picture,
    width: each.width / 1000, height: each.height / 1000, depth: each.depth / 1000,
  }));
  let row = [], used = 0, z = 0;
  const end = () => {
    let x = -used / 2;
    const deepest = Math.max(...row.map((ware) => ware.depth));
    z -= deepest / 2;
    for (const ware of row) {
      const room = ware.width + GAP;
      Object.assign(ware, { x: x + room / 2, z, foot: ware.height > TALL ? 0 : Math.max(0.2, STAND - ware.height / 3) });
      x += room;
    }
    z -= deepest / 2 + AISLE;
    [row, used] = [[], 0];
  };
  for (const ware of wares) {
    if (row.length && used + ware.width + GAP > LONGEST_ROW) end();
    row.push(ware);
    used += ware.width + GAP;
  }
  if (row.length) end();
  return wares;
}
