// The quiet base map: land, green, water, streets and their names, with one layer of areas in between.
import { shapes, unit } from "./decode.js";
import { CanvasLayer, touches, trace } from "./layer.js";

// Rank of a street (0 main road … 5 path) → the zoom from which it is drawn, its true width in metres, least and most pixels.
const STREETS = [
  [0, 16, 2.4, 22], [0, 13, 2, 19], [11, 11, 1.2, 17], [12.5, 9, 0.9, 15], [14, 6, 0.8, 9], [14, 2, 0.8, 3],
];
const FONT = '"Atkinson Hyperlegible", "Noto Sans", system-ui, sans-serif';

export class Ground {
  constructor(data, colours) {
    this.colours = colours;
    this.overlay = null;
    this.text = ["", ...(data.text || [])];
    const frame = data.frame;
    this.green = shapes(data.green, frame);
    this.water = shapes(data.water, frame);
    this.brooks = shapes(data.brooks, frame);
    this.streets = STREETS.map((_, rank) => shapes((data.streets || [])[rank], frame));
    this.names = (data.names || []).map(([lon, lat, name, rank]) => [...unit(lon, lat), this.text[name], rank]);
    this.bounds = data.bounds;
    this.layer = new CanvasLayer((context, view) => this.draw(context, view), { pane: "tilePane", padding: 0.25 });
  }

  show(overlay) {
    this.overlay = overlay ? { areas: shapes(overlay.shapes, overlay.frame), colours: overlay.colours } : null;
    this.layer.redraw();
  }

  draw(context, view) {
    const c = this.colours;
    context.lineJoin = context.lineCap = "round";
    context.fillStyle = c.land;
    context.fillRect(0, 0, view.size.x, view.size.y);
    if (this.overlay) this.drawAreas(context, view);
    context.globalAlpha = this.overlay ? 0.75 : 1;
    fill(context, this.green, view, c.green, view.zoom >= 13 ? c.greenEdge : null);
    context.globalAlpha = 1;
    fill(context, this.water, view, c.water, c.waterEdge);
    stroke(context, this.brooks.filter((s) => touches(s.box, view.box)), view, c.waterEdge, view.zoom >= 14 ? 2.5 : 1.2);
    this.drawStreets(context, view);
    this.drawNames(context, view);
  }

  drawAreas(context, view) {
    const inView = this.overlay.areas.filter((area) => touches(area.box, view.box));
    context.save();
    context.globalAlpha = 0.8;
    for (const area of inView) {
      context.beginPath();
      trace(context, area, view, true);
      context.fillStyle = this.overlay.colours[area.value] || "#E4E4E4";
      context.fill("evenodd");
    }
    context.globalAlpha = 0.8;
    context.lineWidth = 0.8;
    context.strokeStyle = "#FFFFFF";
    context.beginPath();
    for (const area of inView) trace(context, area, view, true);
    context.stroke();
    context.restore();
  }

  drawStreets(context, view) {
    const c = this.colours;
    const metre = view.scale / (40075016.7 * Math.cos((view.latitude * Math.PI) / 180));
    const drawn = STREETS.map(([from, width, least, most], rank) => ({
      rank,
      width: Math.min(Math.max(width * metre, least), most),
      lines: view.zoom >= from ? this.streets[rank].filter((s) => touches(s.box, view.box)) : [],
    })).reverse();
    for (const { rank, width, lines } of drawn) {
      if (rank === 5) {
        context.setLineDash([4, 3]);
        stroke(context, lines, view, c.casing, 1.2);
        context.setLineDash([]);
      } else if (width >= 2 || rank < 2) stroke(context, lines, view, rank < 2 ? c.mainCasing : c.casing, width + 1.4);
      else stroke(context, lines, view, c.casing, width * 0.8);
    }
    for (const { rank, width, lines } of drawn) {
      if (rank !== 5 && (width >= 2 || rank < 2)) stroke(context, lines, view, rank < 2 ? c.main : c.street, width);
    }
  }

  drawNames(context, view) {
    const taken = [];
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3.5;
    context.strokeStyle = "rgba(255,255,255,.88)";
    context.fillStyle = this.colours.ink;
    for (const [x, y, name, rank] of this.names) {
      if (view.zoom < [9, 11, 12.5, 14][rank] || view.zoom > 17) continue;
      const size = [17, 15, 14, 13][rank];
      put(context, view, taken, name, x * view.scale - view.x, y * view.scale - view.y, 0, `600 ${size}px ${FONT}`, size);
    }
    if (view.zoom >= 15) {
      for (const area of [...this.green, ...this.water]) {
        if (!area.name || !touches(area.box, view.box)) continue;
        const wide = (area.box[2] - area.box[0]) * view.scale;
        const x = ((area.box[0] + area.box[2]) / 2) * view.scale - view.x;
        const y = ((area.box[1] + area.box[3]) / 2) * view.scale - view.y;
        put(context, view, taken, this.text[area.name], x, y, 0, `500 13px ${FONT}`, 13, wide * 1.1);
      }
    }
    if (view.zoom < 14.5) return;
    for (const rank of [0, 1, 2, 3, 4]) {
      if (rank > 1 && view.zoom < 15.5) break;
      const seen = new Map();
      for (const line of this.streets[rank]) {
        if (!line.name || !touches(line.box, view.box)) continue;
        const best = longest(line, view);
        if (!seen.has(line.name) || seen.get(line.name).length < best.length) seen.set(line.name, best);
      }
      for (const [name, best] of seen) {
        put(context, view, taken, this.text[name], best.x, best.y, best.angle, `500 13px ${FONT}`, 13, best.length);
      }
    }
  }
}

function fill(context, areas, view, colour, edge) {
  context.beginPath();
  for (const area of areas) if (touches(area.box, view.box)) trace(context, area, view, true);
  context.fillStyle = colour;
  context.fill("evenodd");
  if (edge) {
    context.lineWidth = 0.7;
    context.strokeStyle = edge;
    context.stroke();
  }
}

function stroke(context, lines, view, colour, width) {
  if (!lines.length) return;
  context.beginPath();
  for (const line of lines) trace(context, line, view, false);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

// The longest straight stretch of a line, in pixels: where its name is read best.
function longest(line, view) {
  let best = { length: 0, x: 0, y: 0, angle: 0 };
  for (const part of line.parts) {
    for (let i = 2; i < part.length; i += 2) {
      const dx = (part[i] - part[i - 2]) * view.scale, dy = (part[i + 1] - part[i - 1]) * view.scale;
      const length = Math.hypot(dx, dy);
      if (length > best.length) {
        let angle = Math.atan2(dy, dx);
        if (angle > Math.PI / 2) angle -= Math.PI;
        if (angle < -Math.PI / 2) angle += Math.PI;
        const x = ((part[i] + part[i - 2]) / 2) * view.scale - view.x;
        const y = ((part[i + 1] + part[i - 1]) / 2) * view.scale - view.y;
        best = { length, x, y, angle };
      }
    }
  }
  return best;
}

function put(context, view, taken, text, x, y, angle, font, size, room = Infinity) {
  if (x < 0 || y < 0 || x > view.size.x || y > view.size.y) return;
  context.font = font;
  const width = context.measureText(text).width;
  if (width > room * 1.25) return;
  const w = (Math.abs(Math.cos(angle)) * width + Math.abs(Math.sin(angle)) * size) / 2 + 4;
  const h = (Math.abs(Math.sin(angle)) * width + Math.abs(Math.cos(angle)) * size) / 2 + 3;
  const box = [x - w, y - h, x + w, y + h];
  if (taken.some((other) => touches(other, box))) return;
  taken.push(box);
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.strokeText(text, 0, 0);
  context.fillText(text, 0, 0);
  context.restore();
}
