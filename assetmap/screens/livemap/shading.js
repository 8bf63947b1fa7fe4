// Areas shaded by what was worked out of them: the shapes are fetched once, which class each is in comes with every view.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { shapes } from "../../webmap/js/decode.js";
import { touches, trace } from "../../webmap/js/layer.js";
import { element, legendBox } from "../../webmap/js/legend.js";

const INK = "#1A1A1A", CHOSEN = "#0B3D91", UNKNOWN = "#FFFFFF";
const FONT = '"Atkinson Hyperlegible", "Noto Sans", system-ui, sans-serif';
const SIGN_PX = 13, ROOM_PX = 24, EDGES = 9, MANY = 2000, AT_ONCE = 64, SPECK = 3, COARSE = 12;

// Shapes by their address, each with its row: several sets, for a person may go to and fro.
const kept = new Map();
function shapesOf(answer, url) {
  if (!kept.has(url)) {
    const all = [];
    for (const shape of shapes(answer.shapes, answer.frame)) all.push({ ...shape, row: shape.name - 1 });
    kept.set(url, all);
    if (kept.size > 3) kept.delete(kept.keys().next().value);
  }
  return kept.get(url);
}

export class Shading {
  constructor(map) {
    this.map = map;
    this.spots = L.layerGroup().addTo(map);
    this.said = "";
    this.patterns = new Map();
  }

  // What a ground is to show: it paints itself, under the streets and their names and over them.
  take(shading, answer) {
    this.areas = shapesOf(answer, shading.areas);
    this.shading = shading;
    this.mark(shading.spots || []);
    return { areas: this.areas, under: (context, view) => this.under(context, view), over: (context, view) => this.over(context, view) };
  }

  boxOf(row) {
    const area = this.areas.find((one) => one.row === row);
    if (!area) return null;
    const at = (x, y) => [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, (x - 0.5) * 360];
    return L.latLngBounds(at(area.box[0], area.box[3]), at(area.box[2], area.box[1]));
  }

  classOf(area) {
    return this.shading.classes[this.shading.values[area.row]] || [UNKNOWN, "", ""];
  }

  under(context, view) {
    const byClass = new Map();
    this.seen = this.areas.filter((area) => touches(area.box, view.box));
    const wide = this.seen.length ? this.seen.reduce((sum, { box }) => sum + box[2] - box[0], 0) / this.seen.length : 0;
    for (const area of this.seen) {
      const key = this.shading.values[area.row];
      if (byClass.has(key)) byClass.get(key).push(area);
      else byClass.set(key, [area]);
    }
    context.save();
    for (const [key, areas] of byClass) {
      const [colour, , pattern] = this.shading.classes[key] || [UNKNOWN, "", ""];
      // Each area is a path of its own where they are few: outlines that were simplified overlap by a hair.
      const large = areas.filter((area) => !isSpeck(area, view));
      const paths = this.seen.length > MANY ? inGroups(large) : large.map((area) => [area]);
      for (const fill of [colour, ...(pattern && wide * view.scale > EDGES ? [this.pattern(context, pattern)] : [])]) {
        context.fillStyle = fill;
        if (large.length < areas.length) for (const area of areas) if (isSpeck(area, view)) filled(context, area, view);
        for (const path of paths) {
          context.beginPath();
          for (const area of path) traced(context, area, view);
          context.fill("evenodd");
        }
      }
    }
    if (wide * view.scale > EDGES) {
      context.lineWidth = wide * view.scale > 40 ? 1.4 : 0.7;
      context.strokeStyle = "#FFFFFF";
      context.beginPath();
      for (const area of this.seen) trace(context, area, view, true);
      context.stroke();
    }
    context.restore();
  }

  // Signs where there is room, and the outline of the one that is chosen; gives the boxes that no name may cover.
  over(context, view) {
    const taken = [];
    context.save();
    const chosen = this.areas.find((area) => area.row === this.shading.chosen);
    if (chosen) {
      for (const [colour, width] of [["#FFFFFF", 8], [CHOSEN, 4]]) {
        context.beginPath();
        trace(context, chosen, view, true);
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.stroke();
      }
    }
    context.font = `700 ${SIGN_PX}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = "#FFFFFF";
    context.fillStyle = INK;
    for (const area of this.seen || []) {
      if ((area.box[2] - area.box[0]) * view.scale < ROOM_PX) continue;
      const [, sign] = this.classOf(area);
      if (!sign) continue;
      const middle = (area.middle ??= middleOf(area));
      if (middle.wide * view.scale < ROOM_PX) continue;
      const x = middle.x * view.scale - view.x, y = middle.y * view.scale - view.y;
      if (x < 0 || y < 0 || x > view.size.x || y > view.size.y) continue;
      context.strokeText(sign, x, y);
      context.fillText(sign, x, y);
      taken.push([x - 12, y - 9, x + 12, y + 9]);
    }
    context.restore();
    return taken;
  }

  // Lines to tell apart on a photocopy: drawn once, repeated.
  pattern(context, name) {
    if (!this.patterns.has(name)) {
      const size = 8, canvas = document.createElement("canvas");
      canvas.width = canvas.height = size * 2;
      const pen = canvas.getContext("2d");
      pen.scale(2, 2);
      pen.strokeStyle = "#595959";
      pen.lineWidth = 1.1;
      pen.beginPath();
      for (const [x0, y0, x1, y1] of LINES[name] || LINES.lines) {
        pen.moveTo(x0, y0);
        pen.lineTo(x1, y1);
      }
      pen.stroke();
      const made = context.createPattern(canvas, "repeat");
      made.setTransform(new DOMMatrix().scale(0.5));
      this.patterns.set(name, made);
    }
    return this.patterns.get(name);
  }

  // What a plan adds: a plus where somebody has put one, a number where the best places are.
  mark(spots) {
    const said = JSON.stringify(spots);
    if (said === this.said) return;
    this.said = said;
    this.spots.clearLayers();
    for (const [lon, lat, sign, kind, name] of spots) {
      const made = element("span", kind, sign);
      made.title = name || "";
      L.marker([lat, lon], { icon: L.divIcon({ className: "spot", iconSize: [30, 30], html: made }), interactive: false, keyboard: false, zIndexOffset: 500 }).addTo(this.spots);
    }
  }

  clear() {
    this.mark([]);
  }
}

const LINES = {
  lines: [[-2, 2, 2, -2], [-2, 10, 10, -2], [6, 10, 10, 6]],
  crossed: [[-2, 2, 2, -2], [-2, 10, 10, -2], [6, 10, 10, 6], [-2, 6, 2, 10], [-2, -2, 10, 10], [6, -2, 10, 2]],
};

// A path of very many shapes takes far longer to fill than the same shapes in several.
function inGroups(areas) {
  const groups = [];
  for (let i = 0; i < areas.length; i += AT_ONCE) groups.push(areas.slice(i, i + AT_ONCE));
  return groups;
}

// From afar a shape is a few pixels: then its box says as much.
const isSpeck = ({ box }, view) => (box[2] - box[0]) * view.scale < SPECK && (box[3] - box[1]) * view.scale < SPECK;

function filled(context, { box }, { scale, x, y }) {
  context.fillRect(box[0] * scale - x, box[1] * scale - y, Math.max((box[2] - box[0]) * scale, 0.7), Math.max((box[3] - box[1]) * scale, 0.7));
}

// Corners within one pixel are left out where a shape is small.
function traced(context, area, view) {
  if ((area.box[2] - area.box[0]) * view.scale >= COARSE) return trace(context, area, view, true);
  for (const part of area.parts) {
    let u = NaN, v = NaN;
    for (let i = 0; i < part.length; i += 2) {
      const x = part[i] * view.scale - view.x, y = part[i + 1] * view.scale - view.y;
      if (i === 0) context.moveTo(x, y);
      else if (Math.abs(x - u) + Math.abs(y - v) < 0.8) continue;
      else context.lineTo(x, y);
      u = x;
      v = y;
    }
    context.closePath();
  }
}

// The middle of the widest stretch across a shape: where a sign is read best.
function middleOf({ box, parts }) {
  let best = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, wide: 0 };
  for (const part of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const y = box[1] + part * (box[3] - box[1]);
    const cuts = [];
    for (const ring of parts) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const y0 = ring[j + 1], y1 = ring[i + 1];
        if (y0 > y !== y1 > y) cuts.push(((ring[i] - ring[j]) * (y - y0)) / (y1 - y0) + ring[j]);
      }
    }
    cuts.sort((a, b) => a - b);
    for (let i = 1; i < cuts.length; i += 2) {
      const wide = cuts[i] - cuts[i - 1];
      if (wide > best.wide * (best.wide ? 1.15 : 1)) best = { x: (cuts[i] + cuts[i - 1]) / 2, y, wide };
    }
  }
  return best;
}

// Which class is which, with signs as on the map: a row of steps, or a square of need by reach.
export function shadedLegend({ classes, legend }) {
  const box = legendBox();
  box.classList.add("shaded");
  box.append(element("strong", "", legend.title));
  const cell = (key) => {
    const [colour, sign, pattern] = classes[key];
    const made = element("span", pattern ? `cell ${pattern}` : "cell", sign);
    made.style.backgroundColor = colour;
    return made;
  };
  if (legend.grid.length > 1) {
    const grid = element("div", "square");
    const down = element("div", "down");
    down.append(...legend.down.map((text) => element("span", "", text)));
    const cells = element("div", "cells");
    for (const row of legend.grid) cells.append(...row.map(cell));
    const across = element("div", "across");
    across.append(...legend.across.map((text) => element("span", "", text)));
    grid.append(down, cells, across);
    box.append(grid);
  } else {
    const ramp = element("div", "steps");
    ramp.append(...legend.grid[0].map(cell));
    const ends = element("div", "ends");
    ends.append(...legend.across.map((text) => element("span", "", text)));
    box.append(ramp, ends);
  }
  for (const [key, text] of legend.keys) {
    const row = element("div", "key");
    row.append(cell(key), element("span", "", text));
    box.append(row);
  }
  box.append(element("small", "", legend.source));
  return box;
}
