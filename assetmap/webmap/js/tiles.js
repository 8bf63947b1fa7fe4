// The quiet base map of a place's own tiles: basemap.pmtiles, read by ranges, drawn as the saved page draws its data.
//
// What is drawn stays until what takes its place is there: tiles that are on their way are stood in for by the finer
// or coarser ones that are in hand.
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { FetchSource, PMTiles } from "pmtiles";
import { unit } from "./decode.js";
import { coloured } from "./ground.js";
import { CanvasLayer } from "./layer.js";
import { nothing, paint, stretch } from "./paint.js";

const AHEAD = 2; // a tile of zoom t serves views of zoom t + 2 to t + 3, see assetmap/basemap/cutting.py
const BEYOND = 64; // areas go this part of a tile beyond its edge
const KEPT = 240;
const TOGETHER = 120; // milliseconds in which tiles that come one by one are drawn at once

const never = { wait: 1500, until: 0 };

export class Tiles {
  constructor(url, colours) {
    this.url = url;
    this.colours = colours;
    this.overlay = null;
    this.tiles = new Map();
    this.coming = new Set();
    this.failed = new Map();
    this.layer = new CanvasLayer((context, view) => this.draw(context, view), { pane: "tilePane", padding: 0.25 });
    this.open();
  }

  show(overlay) {
    this.overlay = coloured(overlay);
    this.layer.redraw();
  }

  // The coarsest tiles come first and stay: there is always something to stand in.
  async open() {
    this.archive = new PMTiles(new Ranges(this.url));
    try {
      const head = await this.archive.getHeader();
      const [west, north] = unit(head.minLon, head.maxLat), [east, south] = unit(head.maxLon, head.minLat);
      this.head = { least: head.minZoom, most: head.maxZoom, box: [west, north, east, south] };
      for (const tile of this.covering(this.head.least, this.head.box)) this.load(tile);
      this.layer.soon();
    } catch {
      setTimeout(() => this.layer._map && this.open(), 4000);
    }
  }

  covering(zoom, box) {
    const across = 2 ** zoom, place = this.head.box, out = [];
    const from = (i) => Math.floor(Math.max(box[i], place[i]) * across - 1 / BEYOND);
    const to = (i) => Math.floor(Math.min(box[i], place[i]) * across + 1 / BEYOND);
    for (let x = from(0); x <= to(2); x++) for (let y = from(1); y <= to(3); y++) out.push([zoom, x, y]);
    return out;
  }

  draw(context, view) {
    const drawn = { pieces: [], standIns: [] };
    if (this.head) {
      const { least, most } = this.head;
      const zoom = Math.min(Math.max(Math.floor(view.zoom) - AHEAD, least), most);
      for (const tile of this.covering(zoom, view.box)) {
        this.load(tile);
        this.cover(tile, 2, drawn);
      }
    }
    paint(context, view, { colours: this.colours, overlay: this.overlay, ...drawn });
    this.tell();
  }

  cover(tile, deeper, drawn) {
    const piece = this.use(tile);
    if (piece) return void drawn.pieces.push(piece);
    if (deeper && this.hasWithin(tile, deeper)) {
      for (const child of children(tile)) this.cover(child, deeper - 1, drawn);
      return;
    }
    for (let [zoom, x, y] = tile; zoom > this.head.least; ) {
      [zoom, x, y] = [zoom - 1, x >> 1, y >> 1];
      const coarser = this.use([zoom, x, y]);
      if (coarser) return void drawn.standIns.push({ piece: coarser, box: boxOf(tile) });
    }
  }

  hasWithin(tile, deeper) {
    return children(tile).some((child) => this.tiles.has(String(child)) || (deeper > 1 && this.hasWithin(child, deeper - 1)));
  }

  // What was used last is kept longest.
  use(tile) {
    const key = String(tile), piece = this.tiles.get(key);
    if (piece) {
      this.tiles.delete(key);
      this.tiles.set(key, piece);
    }
    return piece;
  }

  async load(tile) {
    const key = String(tile);
    if (this.tiles.has(key) || this.coming.has(key) || (this.failed.get(key) || never).until > performance.now()) return;
    this.coming.add(key);
    this.tell();
    try {
      const answer = await this.archive.getZxy(...tile);
      this.tiles.set(key, answer ? read(answer.data, tile) : nothing());
      this.failed.delete(key);
      this.forget();
    } catch {
      // Asked for again, less and less often, as long as it is in view.
      const wait = Math.min(2 * (this.failed.get(key) || never).wait, 60_000);
      this.failed.set(key, { wait, until: performance.now() + wait });
      setTimeout(() => this.layer.soon(), wait + 50);
    }
    this.coming.delete(key);
    if (!this.coming.size) this.now();
    else if (!this.waiting) this.waiting = setTimeout(() => this.now(), TOGETHER);
  }

  now() {
    clearTimeout(this.waiting);
    this.waiting = null;
    this.layer.soon();
  }

  forget() {
    for (const key of this.tiles.keys()) {
      if (this.tiles.size <= KEPT) return;
      if (Number(key.split(",")[0]) > this.head.least) this.tiles.delete(key);
    }
  }

  // For whoever waits for the map to be whole: how many tiles are on their way.
  tell() {
    const canvas = this.layer._container;
    if (canvas) canvas.dataset.coming = String(this.head ? this.coming.size : "all");
  }
}

// The first range that is fetched holds the directory and, as they come first, the coarsest tiles: they are in hand.
class Ranges extends FetchSource {
  async getBytes(from, length, signal, etag) {
    if (this.start && from + length <= this.start.data.byteLength) {
      return { ...this.start, data: this.start.data.slice(from, from + length) };
    }
    const got = await super.getBytes(from, length, signal, etag);
    if (from === 0) this.start = got;
    return got;
  }
}

const children = ([zoom, x, y]) => [0, 1, 2, 3].map((i) => [zoom + 1, 2 * x + (i & 1), 2 * y + (i >> 1)]);

const boxOf = ([zoom, x, y]) => [x, y, x + 1, y + 1].map((value) => value / 2 ** zoom);

function read(data, [zoom, x, y]) {
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(data)));
  const piece = nothing();
  const at = (point, extent) => [(x + point.x / extent) / 2 ** zoom, (y + point.y / extent) / 2 ** zoom];
  const each = (name, take) => {
    const layer = layers[name];
    for (let i = 0; layer && i < layer.length; i++) {
      const feature = layer.feature(i), extent = layer.extent;
      take(feature.loadGeometry(), feature.properties, (point) => at(point, extent), extent);
    }
  };
  for (const kind of ["green", "water"]) {
    each(kind, (rings, _, to, extent) => piece[kind].push(...polygons(rings, to, extent)));
  }
  for (const kind of ["brooks", "railway"]) each(kind, (lines, _, to) => piece[kind].push(...lines.map((line) => shape([line], to))));
  each("streets", (lines, { rank }, to) => piece.streets[rank].push(...lines.map((line) => shape([line], to))));
  each("names", ([[point]], { name, rank }, to) => piece.places.push({ name, rank, ...xy(to(point)) }));
  each("area_names", ([[point]], { name, wide }, to) => piece.areas.push({ name, wide: wide / 1e9, ...xy(to(point)) }));
  each("street_names", ([[a, b]], { name, rank }, to) => piece.stretches.push(stretch(name, rank, ...to(a), ...to(b))));
  return piece;
}

const xy = ([x, y]) => ({ x, y });

function shape(lines, to) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const parts = lines.map((points) => {
    const part = new Float64Array(points.length * 2);
    points.forEach((point, i) => {
      const [u, v] = to(point);
      part[2 * i] = u;
      part[2 * i + 1] = v;
      box[0] = Math.min(box[0], u);
      box[1] = Math.min(box[1], v);
      box[2] = Math.max(box[2], u);
      box[3] = Math.max(box[3], v);
    });
    return part;
  });
  return { parts, box };
}

// An outer ring, which has a positive area, and its holes are one shape; its edges are all but those that a tile cut.
function polygons(rings, to, extent) {
  const groups = [];
  for (const ring of rings) {
    if (area(ring) > 0 || !groups.length) groups.push([]);
    groups[groups.length - 1].push(ring);
  }
  return groups.map((group) => {
    const edges = group.flatMap((ring) => shores(ring, extent));
    return { ...shape(group, to), edges: shape(edges, to).parts };
  });
}

function area(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1].x * ring[i].y - ring[i].x * ring[i - 1].y;
  return sum;
}

function shores(ring, extent) {
  const low = -extent / BEYOND, high = extent + extent / BEYOND;
  const cut = (a, b) => (a.x === b.x && (a.x === low || a.x === high)) || (a.y === b.y && (a.y === low || a.y === high));
  const out = [];
  let line = [ring[0]];
  for (let i = 1; i < ring.length; i++) {
    if (!cut(ring[i - 1], ring[i])) line.push(ring[i]);
    else {
      if (line.length > 1) out.push(line);
      line = [ring[i]];
    }
  }
  if (line.length > 1) out.push(line);
  return out;
}
