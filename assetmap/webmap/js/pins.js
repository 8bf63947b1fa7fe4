// Assets on the map: one canvas for all of them, and the question which one is under a finger.
import { unit } from "./decode.js";
import { CanvasLayer, touches, trace } from "./layer.js";

const INK = "#1A1A1A";
const CHOSEN = "#0B3D91";
const FONT = '"Atkinson Hyperlegible", "Noto Sans", system-ui, sans-serif';

// Over areas that are read by their shade pins are dots from afar: they say how many there are, and hide nothing.
const DOTS = 13.5, DOT_PX = 3.2;

export class Pins {
  constructor() {
    this.quiet = false;
    this.assets = new Map();
    this.fits = null;
    this.chosen = "";
    this.pointed = "";
    this.fresh = true;
    this.drawings = {};
    this.pictures = new Map();
    this.stamps = new Map();
    this.layer = new CanvasLayer((context, view) => this.draw(context, view), { pane: "markerPane", padding: 0.2 });
  }

  // Drawings, by key, become pictures once; the map is drawn again when the last of them is ready.
  symbols(drawings) {
    for (const [key, svg] of Object.entries(drawings)) {
      if (this.pictures.has(key)) continue;
      const picture = new Image();
      picture.onload = () => {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => this.layer.redraw(), 20);
      };
      picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      this.pictures.set(key, picture);
    }
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
    this.changed();
  }

  // Show the assets of which `fits` is true; all without one.
  show(fits) {
    this.fits = fits || null;
    this.changed();
    this.fresh = false;
  }

  changed() {
    this.fresh = true;
    this.seen = null;
    this.clustered = null;
    this.layer.soon();
  }

  choose(id) {
    this.chosen = id || "";
    this.layer.soon();
  }

  // The one that the keyboard stands on.
  point(id) {
    this.pointed = id || "";
    this.layer.soon();
  }

  visible() {
    if (!this.seen) this.seen = [...this.assets.values()].filter((row) => row.at && (!this.fits || this.fits(row.asset)));
    return this.seen;
  }

  size(zoom) {
    return zoom < 11 ? 15 : zoom < 13 ? 20 : zoom < 15 ? 25 : 30;
  }

  // Pins that would lie on one another at this zoom: two stand side by side, more stand together as a number.
  clusters(zoom) {
    if (!this.clustered || this.clustered.zoom !== zoom) {
      this.clustered = { zoom, groups: grouped(this.visible(), this.size(zoom), 256 * 2 ** zoom) };
    }
    return this.clustered.groups;
  }

  draw(context, view) {
    const rows = this.visible();
    context.lineJoin = "round";
    if (this.quiet && view.zoom < DOTS) return drawDots(context, view, rows);
    for (const row of rows) if (row.shape && touches(row.shape.box, view.box)) this.drawShape(context, view, row);
    const size = this.size(view.zoom);
    for (const group of this.clusters(view.zoom)) {
      if (group.rows.length > 1) drawCluster(context, view, group);
      else this.drawPin(context, view, group.rows[0], size, group.at);
    }
    for (const id of new Set([this.pointed, this.chosen])) {
      const row = id && this.assets.get(id);
      if (row && row.at && (!this.fits || this.fits(row.asset))) this.drawPin(context, view, row, size + 10);
    }
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

  drawPin(context, view, row, size, at = row.at) {
    const x = at[0] * view.scale - view.x, y = at[1] * view.scale - view.y;
    if (x < -size || y < -size || x > view.size.x + size || y > view.size.y + size) return;
    if (row.asset.id === this.chosen || row.asset.id === this.pointed) {
      context.beginPath();
      context.arc(x, y, size * 0.72, 0, 2 * Math.PI);
      context.fillStyle = "rgba(255,255,255,.92)";
      context.fill();
      context.lineWidth = 4;
      context.strokeStyle = CHOSEN;
      if (row.asset.id !== this.chosen) context.setLineDash([6, 4]);
      context.stroke();
      context.setLineDash([]);
    }
    const stamp = this.stamp(row.asset.symbol, size);
    if (stamp) context.drawImage(stamp, x - size / 2, y - size / 2, size, size);
  }

  // A drawing turned into pixels once for each size: thousands of pins are then copies.
  stamp(symbol, size) {
    const key = `${symbol} ${size}`;
    const picture = this.pictures.get(symbol);
    if (!this.stamps.has(key) && picture && picture.complete && picture.naturalWidth) {
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = Math.ceil(size * ratio);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      this.stamps.set(key, canvas);
    }
    return this.stamps.get(key);
  }

  // What is under a point of the view: the rows of a cluster, one asset, or none. Pins come first, 24 pixels or more
  // to hit, then lines, then areas.
  under(map, point) {
    const zoom = map.getZoom(), scale = 256 * 2 ** zoom;
    if (this.quiet && zoom < DOTS) return [];
    const origin = map.getPixelBounds().min;
    const x = point.x + origin.x, y = point.y + origin.y;
    let best = [], nearest = Infinity;
    for (const group of this.clusters(zoom)) {
      const reach = group.rows.length > 1 ? radius(group) + 4 : Math.max(16, this.size(zoom) / 2 + 3);
      const distance = Math.hypot(group.at[0] * scale - x, group.at[1] * scale - y);
      if (distance <= reach && distance < nearest) {
        nearest = distance;
        best = group.rows;
      }
    }
    if (best.length) return best;
    const hit = this.visible().filter((row) => row.shape && inside(row.shape, x / scale, y / scale, 8 / scale));
    hit.sort((a, b) => area(a.shape.box) - area(b.shape.box));
    return hit.slice(0, 1);
  }
}

function drawDots(context, view, rows) {
  context.fillStyle = INK;
  context.strokeStyle = "#FFFFFF";
  context.lineWidth = 1.6;
  for (const { at } of rows) {
    const x = at[0] * view.scale - view.x, y = at[1] * view.scale - view.y;
    if (x < -9 || y < -9 || x > view.size.x + 9 || y > view.size.y + 9) continue;
    context.beginPath();
    context.arc(x, y, DOT_PX, 0, 2 * Math.PI);
    context.stroke();
    context.fill();
  }
}

const radius = (group) => (group.rows.length < 10 ? 15 : group.rows.length < 100 ? 18 : group.rows.length < 1000 ? 22 : 27);

function drawCluster(context, view, group) {
  const x = group.at[0] * view.scale - view.x, y = group.at[1] * view.scale - view.y, r = radius(group);
  if (x < -r || y < -r || x > view.size.x + r || y > view.size.y + r) return;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fillStyle = "rgba(255,255,255,.95)";
  context.fill();
  context.lineWidth = 2.5;
  context.strokeStyle = INK;
  context.stroke();
  context.fillStyle = INK;
  context.font = `700 ${group.rows.length < 1000 ? 15 : 14}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(group.rows.length), x, y + 1);
}

// Groups of rows whose marks would lie on one another, each with the place of its mark in the unit square.
function grouped(rows, size, scale) {
  const apart = (0.85 * size) / scale;
  let groups = gathered(
    [...rows].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]).map((row) => ({ at: row.at, rows: [row] })),
    () => apart,
    apart,
  );
  // A number takes in what its circle would cover; the circles grow by that, so it is asked twice.
  const reach = (group) => (group.rows.length > 2 ? radius(group) : size / 2) / scale;
  for (let i = 0; i < 2; i++) groups = gathered(groups, (a, b) => (a.rows.length + b.rows.length > 3 ? (reach(a) + reach(b)) * 0.9 : apart), 54 / scale);
  return groups.flatMap((group) => {
    if (group.rows.length !== 2) return [group];
    const [west, east] = group.rows;
    const push = Math.max(0, (size * 1.02) / scale - (east.at[0] - west.at[0])) / 2;
    return [
      { at: [west.at[0] - push, west.at[1]], rows: [west] },
      { at: [east.at[0] + push, east.at[1]], rows: [east] },
    ];
  });
}

function gathered(groups, apart, furthest) {
  const cells = new Map();
  const kept = [];
  groups.sort((a, b) => b.rows.length - a.rows.length);
  for (const group of groups) {
    const cx = Math.floor(group.at[0] / furthest), cy = Math.floor(group.at[1] / furthest);
    let found = null;
    for (let i = cx - 1; i <= cx + 1 && !found; i++) {
      for (let j = cy - 1; j <= cy + 1 && !found; j++) {
        found = (cells.get(i * 4194301 + j) || []).find((one) => Math.hypot(one.at[0] - group.at[0], one.at[1] - group.at[1]) < apart(one, group));
      }
    }
    if (found) found.rows = found.rows.concat(group.rows);
    else {
      const key = cx * 4194301 + cy;
      kept.push(group);
      if (cells.has(key)) cells.get(key).push(group);
      else cells.set(key, [group]);
    }
  }
  for (const group of kept) {
    const n = group.rows.length;
    if (n > 1) group.at = [0, 1].map((k) => group.rows.reduce((sum, row) => sum + row.at[k], 0) / n);
  }
  return kept;
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
