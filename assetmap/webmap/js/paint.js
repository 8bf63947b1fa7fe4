// How the quiet base map looks, wherever its shapes come from: the saved page's own data or a place's tiles.
//
// A piece of it is { green, water, brooks, railway, streets: six lists by rank, places, areas, stretches }. Shapes are
// { parts, box } in the unit square of Web Mercator; outer rings turn one way, holes the other. Names:
// places [{ name, rank, x, y }], areas [{ name, wide, x, y }], stretches [{ name, rank, x, y, angle, length }].
import { touches, trace } from "./layer.js";

// Rank of a street (0 main road … 5 path) → the zoom from which it is drawn, its true width in metres, least and most
// pixels. Tiles hold what is drawn at their zooms by assetmap/basemap/cutting.py, which says the same.
export const STREETS = [
  [0, 16, 2.4, 22], [0, 13, 2, 19], [11, 11, 1.2, 17], [12.5, 9, 0.9, 15], [14, 6, 0.8, 9], [14, 2, 0.8, 3],
];
export const RAILWAY = 10;
export const PLACES = [9, 11, 12.5, 14];
export const AREAS = 15;
export const STRETCHES = [14.5, 14.5, 15.5, 15.5, 15.5];
const FONT = '"Atkinson Hyperlegible", "Noto Sans", system-ui, sans-serif';

export const nothing = () => ({
  green: [], water: [], brooks: [], railway: [], streets: STREETS.map(() => []), places: [], areas: [], stretches: [],
});

// `pieces` lie side by side; `standIns` ({ piece, box }) fill the boxes whose own piece is still on its way.
export function paint(context, view, { colours, overlay, pieces, standIns = [] }) {
  context.lineJoin = context.lineCap = "round";
  context.fillStyle = colours.land;
  context.fillRect(0, 0, view.size.x, view.size.y);
  if (overlay && overlay.under) overlay.under(context, view);
  else if (overlay) paintOverlay(context, view, overlay);
  for (const { piece, box } of standIns) {
    const [west, north] = [box[0] * view.scale - view.x, box[1] * view.scale - view.y];
    context.save();
    context.beginPath();
    context.rect(west, north, (box[2] - box[0]) * view.scale, (box[3] - box[1]) * view.scale);
    context.clip();
    paintGround(context, view, colours, overlay, [piece]);
    context.restore();
  }
  paintGround(context, view, colours, overlay, pieces);
  const inside = (box) => ({ x, y }) => x >= box[0] && x < box[2] && y >= box[1] && y < box[3];
  const named = (kind) => [
    ...pieces.flatMap((piece) => piece[kind]),
    ...standIns.flatMap(({ piece, box }) => piece[kind].filter(inside(box))),
  ];
  const taken = overlay && overlay.over ? overlay.over(context, view) : [];
  paintNames(context, view, colours, { named, taken });
}

function paintOverlay(context, view, overlay) {
  const inView = overlay.areas.filter((area) => touches(area.box, view.box));
  context.save();
  context.globalAlpha = 0.8;
  for (const area of inView) {
    context.beginPath();
    trace(context, area, view, true);
    context.fillStyle = overlay.colours[area.value] || "#E4E4E4";
    context.fill("evenodd");
  }
  context.lineWidth = 0.8;
  context.strokeStyle = "#FFFFFF";
  context.beginPath();
  for (const area of inView) trace(context, area, view, true);
  context.stroke();
  context.restore();
}

function paintGround(context, view, colours, overlay, pieces) {
  const seen = (pick) => pieces.flatMap((piece) => pick(piece).filter((shape) => touches(shape.box, view.box)));
  context.globalAlpha = overlay ? 0.75 : 1;
  fill(context, seen((piece) => piece.green), view, colours.green, view.zoom >= 13 ? colours.greenEdge : null);
  context.globalAlpha = 1;
  fill(context, seen((piece) => piece.water), view, colours.water, colours.waterEdge);
  stroke(context, seen((piece) => piece.brooks), view, colours.waterEdge, view.zoom >= 14 ? 2.5 : 1.2);
  if (view.zoom >= RAILWAY) paintRailway(context, view, colours, seen((piece) => piece.railway));
  paintStreets(context, view, colours, (rank) => seen((piece) => piece.streets[rank]));
}

function paintRailway(context, view, colours, lines) {
  const wide = view.zoom >= 13;
  stroke(context, lines, view, colours.railway, wide ? 3 : 1.2);
  if (!wide) return;
  context.lineCap = "butt";
  context.setLineDash([7, 7]);
  stroke(context, lines, view, colours.land, 1.6);
  context.setLineDash([]);
  context.lineCap = "round";
}

function paintStreets(context, view, colours, linesOf) {
  const metre = view.scale / (40075016.7 * Math.cos((view.latitude * Math.PI) / 180));
  const drawn = STREETS.map(([from, width, least, most], rank) => ({
    rank,
    width: Math.min(Math.max(width * metre, least), most),
    lines: view.zoom >= from ? linesOf(rank) : [],
  })).reverse();
  for (const { rank, width, lines } of drawn) {
    if (rank === 5) {
      context.setLineDash([4, 3]);
      stroke(context, lines, view, colours.casing, 1.2);
      context.setLineDash([]);
    } else if (width >= 2 || rank < 2) {
      stroke(context, lines, view, rank < 2 ? colours.mainCasing : colours.casing, width + 1.4);
    } else stroke(context, lines, view, colours.casing, width * 0.8);
  }
  for (const { rank, width, lines } of drawn) {
    if (rank !== 5 && (width >= 2 || rank < 2)) stroke(context, lines, view, rank < 2 ? colours.main : colours.street, width);
  }
}

// Places first, then parks and water, then streets, main roads before others; nothing over another, no street twice.
function paintNames(context, view, colours, { named, taken }) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3.5;
  context.strokeStyle = "rgba(255,255,255,.88)";
  context.fillStyle = colours.ink;
  const write = (label, size, weight, angle, room) => {
    const x = label.x * view.scale - view.x, y = label.y * view.scale - view.y;
    return put(context, view, taken, { text: label.name, x, y, angle, size, room, font: `${weight} ${size}px ${FONT}` });
  };
  if (view.zoom <= 17) {
    const places = named("places").filter((place) => view.zoom >= PLACES[place.rank]);
    for (const place of places.sort((a, b) => a.rank - b.rank)) write(place, [17, 15, 14, 13][place.rank], 600, 0, Infinity);
  }
  if (view.zoom >= AREAS) for (const area of named("areas")) write(area, 13, 500, 0, area.wide * view.scale * 1.1);
  if (view.zoom < Math.min(...STRETCHES)) return;
  const inView = ({ x, y }) => x >= view.box[0] && x <= view.box[2] && y >= view.box[1] && y <= view.box[3];
  const ranked = STRETCHES.map(() => new Map());
  for (const stretch of named("stretches")) {
    if (!(view.zoom >= STRETCHES[stretch.rank]) || !inView(stretch)) continue;
    const best = ranked[stretch.rank].get(stretch.name);
    if (!best || best.length < stretch.length) ranked[stretch.rank].set(stretch.name, stretch);
  }
  const written = new Set();
  for (const stretches of ranked) {
    for (const [name, stretch] of stretches) {
      if (!written.has(name) && write(stretch, 13, 500, stretch.angle, stretch.length * view.scale)) written.add(name);
    }
  }
}

function fill(context, areas, view, colour, edge) {
  context.beginPath();
  for (const area of areas) trace(context, area, view, true);
  context.fillStyle = colour;
  context.fill();
  if (!edge) return;
  // Where a tile cut an area, there is no shore.
  context.beginPath();
  for (const area of areas) trace(context, area.edges ? { parts: area.edges } : area, view, !area.edges);
  context.lineWidth = 0.7;
  context.strokeStyle = edge;
  context.stroke();
}

function stroke(context, lines, view, colour, width) {
  if (!lines.length) return;
  context.beginPath();
  for (const line of lines) trace(context, line, view, false);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

// Where a name is written along a straight stretch, readable from below: its middle, angle and length.
export function stretch(name, rank, x0, y0, x1, y1) {
  let angle = Math.atan2(y1 - y0, x1 - x0);
  if (angle > Math.PI / 2) angle -= Math.PI;
  if (angle < -Math.PI / 2) angle += Math.PI;
  return { name, rank, x: (x0 + x1) / 2, y: (y0 + y1) / 2, angle, length: Math.hypot(x1 - x0, y1 - y0) };
}

function put(context, view, taken, { text, x, y, angle, size, room, font }) {
  if (x < 0 || y < 0 || x > view.size.x || y > view.size.y) return false;
  context.font = font;
  const width = context.measureText(text).width;
  if (width > room * 1.25) return false;
  const w = (Math.abs(Math.cos(angle)) * width + Math.abs(Math.sin(angle)) * size) / 2 + 4;
  const h = (Math.abs(Math.sin(angle)) * width + Math.abs(Math.cos(angle)) * size) / 2 + 3;
  const box = [x - w, y - h, x + w, y + h];
  if (taken.some((other) => touches(other, box))) return false;
  taken.push(box);
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.strokeText(text, 0, 0);
  context.fillText(text, 0, 0);
  context.restore();
  return true;
}
