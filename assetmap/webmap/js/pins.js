// Assets on the map: one canvas for all of them, and the question which one is under a finger.
import { unit } from "./decode.js";
import { CanvasLayer, touches, trace } from "./layer.js";

const INK = "#1A1A1A";
const CHOSEN = "#0B3D91";

export class Pins {
  constructor(drawings) {
    this.assets = new Map();
    this.shown = null;
    this.chosen = "";
    this.layer = new CanvasLayer((context, view) => this.draw(context, view), { pane: "markerPane", padding: 0.2 });
    this.symbols(drawings);
  }

  // Drawings become pictures once; the map is drawn again when the last of them is ready.
  symbols(drawings) {
    this.stamps = new Map();
    this.pictures = drawings.map((svg) => {
      const picture = new Image();
      picture.onload = () => {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => this.layer.redraw(), 20);
      };
      picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      return picture;
    });
  }

  // What is new or changed is taken in by id; what is gone goes.
  set(assets) {
    const now = new Set();
    for (const asset of assets) {
      now.add(asset.id);
      const old = this.assets.get(asset.id);
      if (old && old.asset === asset) continue;
      this.assets.set(asset.id, { asset, ...placed(asset) });
    }
    for (const id of this.assets.keys()) if (!now.has(id)) this.assets.delete(id);
    this.layer.soon();
  }

  show(ids) {
    this.shown = ids ? new Set(ids) : null;
    this.layer.soon();
  }

  choose(id) {
    this.chosen = id || "";
    this.layer.soon();
  }

  visible() {
    return [...this.assets.values()].filter((row) => row.at && (!this.shown || this.shown.has(row.asset.id)));
  }

  size(zoom) {
    return zoom < 11 ? 15 : zoom < 13 ? 20 : zoom < 15 ? 25 : 30;
  }

  draw(context, view) {
    const rows = this.visible();
    context.lineJoin = "round";
    for (const row of rows) if (row.shape && touches(row.shape.box, view.box)) this.drawShape(context, view, row);
    const size = this.size(view.zoom);
    const last = rows.find((row) => row.asset.id === this.chosen);
    for (const row of rows) if (row !== last) this.drawPin(context, view, row, size);
    if (last) this.drawPin(context, view, last, size + 10);
  }

  drawShape(context, view, row) {
    const chosen = row.asset.id === this.chosen;
    context.beginPath();
    trace(context, row.shape, view, row.shape.value === 2);
    if (row.shape.value === 2) {
      context.fillStyle = chosen ? "rgba(11,61,145,.18)" : "rgba(26,26,26,.06)";
      context.fill("evenodd");
    }
    context.strokeStyle = "rgba(255,255,255,.9)";
    context.lineWidth = chosen ? 7 : 4;
    context.stroke();
    context.strokeStyle = chosen ? CHOSEN : INK;
    context.lineWidth = chosen ? 3.5 : 1.6;
    context.setLineDash(row.shape.value === 2 ? [5, 4] : [9, 5]);
    context.stroke();
    context.setLineDash([]);
  }

  drawPin(context, view, row, size) {
    const x = row.at[0] * view.scale - view.x, y = row.at[1] * view.scale - view.y;
    if (x < -size || y < -size || x > view.size.x + size || y > view.size.y + size) return;
    if (row.asset.id === this.chosen) {
      context.beginPath();
      context.arc(x, y, size * 0.72, 0, 2 * Math.PI);
      context.fillStyle = "rgba(255,255,255,.92)";
      context.fill();
      context.lineWidth = 4;
      context.strokeStyle = CHOSEN;
      context.stroke();
    }
    const stamp = this.stamp(row.asset.symbol, size);
    if (stamp) context.drawImage(stamp, x - size / 2, y - size / 2, size, size);
  }

  // A drawing turned into pixels once for each size: thousands of pins are then copies.
  stamp(symbol, size) {
    const key = `${symbol} ${size}`;
    const picture = this.pictures[symbol];
    if (!this.stamps.has(key) && picture && picture.complete && picture.naturalWidth) {
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = Math.ceil(size * ratio);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      this.stamps.set(key, canvas);
    }
    return this.stamps.get(key);
  }

  // The asset under a point of the view, or "": pins first, 24 pixels or more to hit, then lines, then areas.
  under(map, point) {
    const zoom = map.getZoom(), scale = 256 * 2 ** zoom;
    const origin = map.getPixelBounds().min;
    const x = point.x + origin.x, y = point.y + origin.y;
    const reach = Math.max(16, this.size(zoom) / 2 + 3);
    let best = "", nearest = reach;
    const rows = this.visible();
    for (const row of rows) {
      const distance = Math.hypot(row.at[0] * scale - x, row.at[1] * scale - y);
      if (distance <= nearest) {
        nearest = distance;
        best = row.asset.id;
      }
    }
    if (best) return best;
    const hit = rows.filter((row) => row.shape && inside(row.shape, x / scale, y / scale, 8 / scale));
    hit.sort((a, b) => area(a.shape.box) - area(b.shape.box));
    return hit.length ? hit[0].asset.id : "";
  }
}

const area = (box) => (box[2] - box[0]) * (box[3] - box[1]);

function placed(asset) {
  if (!asset.at) return { at: null, shape: null };
  const at = unit(asset.at[0], asset.at[1]);
  if (!asset.lines) return { at, shape: null };
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const parts = asset.lines.map((points) => {
    const line = new Float64Array(points.length * 2);
    points.forEach(([lon, lat], i) => {
      const [u, v] = unit(lon, lat);
      line[2 * i] = u;
      line[2 * i + 1] = v;
      box[0] = Math.min(box[0], u);
      box[1] = Math.min(box[1], v);
      box[2] = Math.max(box[2], u);
      box[3] = Math.max(box[3], v);
    });
    return line;
  });
  return { at, shape: { parts, box, value: asset.dimension } };
}

function inside(shape, x, y, near) {
  const [west, north, east, south] = shape.box;
  if (x < west - near || x > east + near || y < north - near || y > south + near) return false;
  let odd = false;
  for (const part of shape.parts) {
    for (let i = 2; i < part.length; i += 2) {
      const x0 = part[i - 2], y0 = part[i - 1], x1 = part[i], y1 = part[i + 1];
      if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) odd = !odd;
      const dx = x1 - x0, dy = y1 - y0;
      const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
      if (Math.hypot(x0 + along * dx - x, y0 + along * dy - y) <= near) return true;
    }
  }
  return shape.value === 2 && odd;
}
