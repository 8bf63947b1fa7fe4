// The map of the big screen: the quiet ground, pins by the residents' own categories, links as lines, large names.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { baseMap } from "../../webmap/js/base.js";
import { element } from "../../webmap/js/legend.js";
import { boundsOf } from "../../webmap/js/shared.js";

const SVG = "http://www.w3.org/2000/svg";
const POINTED_OUT = 8000; // milliseconds: how long the ring around a new pin stays
const LINE = 18; // letters of a name beyond which it is written in two lines

function drawn(tag, said = {}) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(said)) made.setAttribute(name, value);
  return made;
}

// A name in one line or, where it is long, two of nearly the same length.
function lines(name) {
  if (name.length <= LINE) return [name];
  const gaps = [...name.matchAll(/\s+/g)].map((x) => x.index);
  if (!gaps.length) return [shortened(name)];
  const middle = name.length / 2;
  const at = gaps.reduce((best, x) => (Math.abs(x - middle) < Math.abs(best - middle) ? x : best));
  return [shortened(name.slice(0, at)), shortened(name.slice(at).trim())];
}

const shortened = (text) => (text.length > LINE + 8 ? `${text.slice(0, LINE + 6).trim()}…` : text);
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

export class WallMap {
  constructor(box) {
    this.div = element("div", "map");
    this.div.setAttribute("role", "application");
    box.append(this.div);
    this.map = L.map(this.div, {
      attributionControl: false, minZoom: 4, maxZoom: 19, zoomSnap: 0.25, zoomAnimation: false, fadeAnimation: false,
      markerZoomAnimation: false, inertia: false, preferCanvas: true,
    });
    this.map.zoomControl.setPosition("topleft");
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
    this.over = drawn("svg", { class: "over", "aria-hidden": "true" });
    this.links = drawn("g", { class: "links" });
    this.pinned = drawn("g");
    this.names = drawn("g", { class: "names" });
    this.over.append(this.links, this.pinned, this.names);
    this.div.append(this.over);
    this.away = element("p", "away");
    this.away.hidden = true;
    this.div.append(this.away);
    this.map.on("move zoom viewreset resize", () => this.soon());
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.div);
    this.pens = document.createElement("canvas").getContext("2d");
    this.pins = new Map(); // id → { pin, g }: what is there already is left alone
  }

  // The first time the map goes where the workshop is; after that it stays where the facilitator has put it.
  lay(ground, data) {
    if (this.groundFrom !== data.ground) {
      if (this.ground) this.ground.layer.remove();
      this.ground = baseMap(ground, data.ground, { alone: true });
      this.groundFrom = data.ground;
    }
    const around = JSON.stringify(data.around || ground.bounds);
    if (around !== this.around) {
      this.around = around;
      this.stands = false;
      this.bounds = boundsOf(data.around || ground.bounds);
      this.map.fitBounds(this.bounds, { padding: [8, 8], animate: false });
      this.map.once("dragstart", () => (this.stands = true));
      this.map.getContainer().addEventListener("wheel", () => (this.stands = true), { once: true, passive: true });
    }
    if (!this.map.hasLayer(this.ground.layer)) this.ground.layer.addTo(this.map);
  }

  // Another window size shows the same part, unless somebody has moved the map.
  resized() {
    if (!this.map) return;
    this.map.invalidateSize({ animate: false });
    if (this.bounds && !this.stands) this.map.fitBounds(this.bounds, { padding: [8, 8], animate: false });
    this.soon();
  }

  put(data) {
    this.data = data;
    const first = !this.begun;
    this.begun = true;
    const there = new Set(data.pins.map((pin) => pin.id));
    for (const [id, { g }] of this.pins) {
      if (there.has(id)) continue;
      g.remove();
      this.pins.delete(id);
    }
    for (const pin of data.pins) {
      const before = this.pins.get(pin.id);
      if (before) {
        before.pin = pin;
        before.image.setAttribute("href", data.symbols[pin.picture] || data.symbols[""]);
      } else this.pins.set(pin.id, this.pin(pin, data, { isNew: !first }));
    }
    this.links.replaceChildren();
    this.ties = data.links.map(([one, other]) => {
      const casing = drawn("line", { class: "casing" }), line = drawn("line", { class: "link" });
      this.links.append(casing, line);
      return { one, other, drawn: [casing, line] };
    });
    this.soon();
  }

  pin(pin, data, { isNew }) {
    const g = drawn("g", { class: isNew ? "pin new" : "pin" });
    const ring = drawn("circle", { class: "ring", r: 1 });
    const inner = drawn("g", { class: "drop" });
    const image = drawn("image", { href: data.symbols[pin.picture] || data.symbols[""], x: -0.5, y: -0.5, width: 1, height: 1 });
    inner.append(image);
    if (isNew) {
      g.append(ring);
      setTimeout(() => g.classList.add("known"), POINTED_OUT);
    }
    g.append(inner);
    this.pinned.append(g); // the newest lies on top
    return { pin, g, image };
  }

  soon() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.draw());
  }

  draw() {
    if (!this.map || !this.map._loaded || !this.data) return;
    const size = this.map.getSize();
    const u = this.unit();
    this.over.setAttribute("viewBox", `0 0 ${size.x} ${size.y}`);
    const side = Math.max(30, 5.2 * u);
    const at = new Map();
    let away = 0;
    for (const [id, { pin, g }] of this.pins) {
      const point = this.map.latLngToContainerPoint([pin.at[1], pin.at[0]]);
      at.set(id, point);
      g.setAttribute("transform", `translate(${point.x} ${point.y}) scale(${side})`);
      if (point.x < 0 || point.y < 0 || point.x > size.x || point.y > size.y) away += 1;
    }
    for (const { one, other, drawn: ends } of this.ties) {
      const from = at.get(one), to = at.get(other);
      for (const line of ends) {
        line.style.display = from && to ? "" : "none";
        if (!from || !to) continue;
        for (const [name, value] of Object.entries({ x1: from.x, y1: from.y, x2: to.x, y2: to.y })) line.setAttribute(name, value);
      }
    }
    this.write(at, { side, font: Math.max(17, 2.7 * u), size });
    this.away.hidden = !away;
    this.away.textContent = this.data.away[away] || "";
    this.div.dataset.drawn = String(this.pins.size);
    this.div.dataset.zoom = String(this.map.getZoom());
  }

  unit() {
    const box = this.div.closest(".frame");
    return Math.min(box.clientHeight / 100, box.clientWidth / 133.3);
  }

  // Names where they hide neither a pin nor another name; the newest are written first, the rest stand in the list.
  write(at, { side, font, size }) {
    this.pens.font = `700 ${font}px ${getComputedStyle(this.div).fontFamily}`;
    const half = side / 2;
    const taken = [...at.values()].map((p) => [p.x - half, p.y - half, p.x + half, p.y + half]);
    this.names.replaceChildren();
    for (const { pin } of [...this.pins.values()].reverse()) {
      const point = at.get(pin.id);
      const text = lines(pin.name);
      const wide = Math.max(...text.map((x) => this.pens.measureText(x).width)), high = text.length * font * 1.08;
      const gap = half + font * 0.25;
      const places = [
        [point.x + gap, point.y - high / 2, "start"],
        [point.x - gap - wide, point.y - high / 2, "end"],
        [point.x - wide / 2, point.y - gap - high, "middle"],
        [point.x - wide / 2, point.y + gap, "middle"],
      ];
      for (const [x, y, anchor] of places) {
        const box = [x - 3, y, x + wide + 3, y + high];
        if (x < 4 || y < 4 || x + wide > size.x - 4 || y + high > size.y - 4 || taken.some((other) => overlap(box, other))) continue;
        taken.push(box);
        const middle = anchor === "start" ? x : anchor === "end" ? x + wide : x + wide / 2;
        text.forEach((line, row) => {
          const name = drawn("text", { x: middle, y: y + font * (0.86 + row * 1.08), "text-anchor": anchor, "font-size": font });
          name.textContent = line;
          this.names.append(name);
        });
        break;
      }
    }
  }

  close() {
    this.watch.disconnect();
    cancelAnimationFrame(this.waiting);
    this.map.remove();
    this.map = null;
  }
}
