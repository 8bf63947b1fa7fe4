// What a person puts on the map: a pin to be dragged to its true place, a line, or an area with corners to be moved.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { element } from "../../webmap/js/legend.js";
import { say as words } from "../../webmap/js/words.js";

const INK = "#0B3D91";
const NEAR_PX = 16;
const CLOSE = 16;
const MOST_CORNERS = 80;
const PIN =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 46" width="36" height="46" aria-hidden="true"><path d="M18 45C10 33 3 26 3 17a15 15 0 0 1 30 0c0 9-7 16-15 28z" fill="#0B3D91" stroke="#fff" stroke-width="2.5"/><circle cx="18" cy="17" r="6" fill="#fff"/></svg>';
const HINTS = {
  point: "Tap the map where it is.",
  line: "Tap along the way. At its end press Finish.",
  area: "Tap round its edge, corner by corner. Then press Finish.",
};
const LEAST = { line: 2, area: 3 };

const corner = (small) =>
  L.divIcon({ className: small ? "corner small" : "corner", iconSize: small ? [26, 26] : [32, 32], html: "<span></span>" });
const round = (x) => Math.round(x * 1e6) / 1e6;

export class Sketch {
  constructor(map, { box, tell, say }) {
    Object.assign(this, { map, tell, say, mode: "look", points: [], done: false, from: undefined, whole: null, sent: [] });
    this.layer = L.layerGroup().addTo(map);
    this.renderer = L.svg({ padding: 0.5 });
    this.bar = element("div", "bar");
    this.bar.hidden = true;
    this.hint = element("span", "hint");
    this.finish = this.button(words("Finish"), () => this.end());
    this.back = this.button(words("Undo a point"), () => this.undo());
    this.again = this.button(words("Start again"), () => this.clear());
    this.bar.append(this.hint, this.finish, this.back, this.again);
    box.before(this.bar); // above the map: over it, it would lie under the finger
  }

  button(text, act) {
    const made = element("button", "", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // What Streamlit says is taken over when it says something new; a rerun that says the same changes nothing here.
  update({ mode, drawn }) {
    const said = drawn || "";
    if (mode !== this.mode) {
      this.mode = mode;
      this.map.doubleClickZoom[mode === "look" ? "enable" : "disable"]();
      this.from = said;
      this.adopt(said);
    } else if (said !== this.from) {
      this.from = said;
      if (!this.echoes(said) && !same(said, this.shape())) this.adopt(said);
    }
    this.draw();
  }

  // What comes back of what was sent, while more was moved in between: it is older than what is seen.
  echoes(said) {
    const at = this.sent.findIndex((x) => same(said, x));
    this.sent = at < 0 ? [] : this.sent.slice(at + 1);
    return at >= 0;
  }

  adopt(text) {
    this.points = [];
    this.whole = null;
    this.done = false;
    const shape = text ? JSON.parse(text) : null;
    if (!shape) return;
    const line = shape.type === "Point" ? [shape.coordinates] : shape.type === "LineString" ? shape.coordinates : shape.type === "Polygon" ? shape.coordinates[0].slice(0, -1) : null;
    const simple = line && line.length <= MOST_CORNERS && !(shape.type === "Polygon" && shape.coordinates.length > 1);
    if (simple) this.points = line.map(([lon, lat]) => L.latLng(lat, lon));
    else this.whole = shape;
    this.done = true;
  }

  // A tap on the map, or Enter in its middle.
  tap(at) {
    if (this.mode === "look") return;
    if (["start", "walk", "choose", "put"].includes(this.mode)) return void this.say(JSON.stringify({ type: "Point", coordinates: [round(at.lng), round(at.lat)] }));
    if (this.mode === "point") {
      this.whole = null;
      this.points = [at];
      this.done = true;
      // From afar a fingertip is a whole street: nearer, one sees whether it is right.
      if (this.map.getZoom() < CLOSE) this.map.setView(at, CLOSE, { animate: false });
      this.tell(words("The pin is there. Drag it to move it."));
      this.draw();
      return void this.send();
    }
    if (this.done) return;
    const least = LEAST[this.mode], n = this.points.length;
    const ends = this.mode === "area" ? this.points[0] : this.points[n - 1];
    if (n >= least && this.map.latLngToContainerPoint(ends).distanceTo(this.map.latLngToContainerPoint(at)) < NEAR_PX) return this.end();
    this.points.push(at);
    this.draw();
  }

  end() {
    if (this.points.length < LEAST[this.mode]) return;
    this.done = true;
    this.tell(words("Finished. Drag a point to move it."));
    this.draw();
    this.send();
  }

  undo() {
    this.points.pop();
    this.draw();
  }

  clear() {
    this.points = [];
    this.whole = null;
    this.done = false;
    this.draw();
    this.say("");
  }

  send() {
    const shape = this.shape();
    if (!shape) return;
    this.sent.push(shape);
    this.say(shape);
  }

  // GeoJSON text of what is finished, or "".
  shape() {
    if (this.whole) return JSON.stringify(this.whole);
    if (!this.done || !this.points.length) return "";
    const line = this.points.map((p) => [round(p.lng), round(p.lat)]);
    if (this.mode === "line" || (this.mode === "look" && line.length === 2)) return JSON.stringify({ type: "LineString", coordinates: line });
    if (line.length === 1) return JSON.stringify({ type: "Point", coordinates: line[0] });
    return JSON.stringify({ type: "Polygon", coordinates: [[...line, line[0]]] });
  }

  draw() {
    const kind = this.mode, n = this.points.length;
    if (this.state() === this.drawn) return; // what is under somebody's finger stays, and keeps the focus
    this.drawn = this.state();
    const held = this.held();
    this.layer.clearLayers();
    this.put(kind, n);
    const again = held >= 0 && this.movable()[held];
    if (again) again.focus({ preventScroll: true });
  }

  state() {
    return JSON.stringify([this.mode, this.done, this.points, this.whole]);
  }

  // Which pin or corner has the focus, -1 for none.
  held() {
    return this.movable().indexOf(this.map.getContainer().getRootNode().activeElement);
  }

  movable() {
    return this.layer.getLayers().map((x) => x.getElement && x.getElement()).filter((x) => x && x.tabIndex >= 0);
  }

  put(kind, n) {
    // Its room stays when it has nothing more to say: the map would jump.
    if (kind in HINTS) {
      this.bar.hidden = false;
      this.bar.classList.toggle("draws", kind in LEAST);
    }
    this.bar.classList.toggle("still", kind === "look");
    this.hint.textContent = this.hinted(kind, n);
    this.finish.hidden = !LEAST[kind] || this.done || n < LEAST[kind];
    this.back.hidden = !LEAST[kind] || this.done || !n;
    this.again.hidden = !LEAST[kind] || !(n || this.whole);
    this.map.getContainer().dataset.sketch = this.done ? (this.whole ? "whole" : kind) : n ? "begun" : "";
    const style = { color: INK, weight: 4, fillColor: INK, fillOpacity: 0.15, renderer: this.renderer, interactive: false };
    if (this.whole) return void L.geoJSON(this.whole, { style, interactive: false }).addTo(this.layer);
    if (!n) return;
    if (n === 1 && (kind === "point" || kind === "look") && this.done) return this.pin();
    const closed = kind !== "line" && n > 2;
    this.path = (closed ? L.polygon(this.points, style) : L.polyline(this.points, { ...style, dashArray: this.done ? null : "8 6" })).addTo(this.layer);
    if (kind === "look") return;
    this.points.forEach((at, i) => this.handle(at, i));
    if (this.done) this.points.forEach((at, i) => this.between(i));
  }

  hinted(kind, n) {
    if (kind === "point") return words(n || this.whole ? "Is it here? Drag the pin, or tap again." : HINTS.point);
    if (this.done) return this.whole ? "" : words("Drag a point to move it.");
    if (!n) return words(HINTS[kind] || "");
    if (LEAST[kind] > n) return n === 1 ? words("1 point. Tap the next.") : words("{n} points. Tap the next.", { n });
    return words("{n} points. Tap the next, or press Finish.", { n });
  }

  pin() {
    const icon = L.divIcon({ className: "pin", iconSize: [36, 46], iconAnchor: [18, 45], html: PIN });
    const moves = this.mode === "point";
    const pin = L.marker(this.points[0], { icon, draggable: moves, autoPan: true, keyboard: moves, alt: words("The place. Drag it, or move it with the arrow keys."), zIndexOffset: 1000 });
    pin.addTo(this.layer);
    if (!moves) return;
    const follow = () => {
      this.points = [pin.getLatLng()];
      this.drawn = this.state();
    };
    pin.on("dragend", () => {
      follow();
      this.send();
    });
    this.arrows(pin, follow);
  }

  handle(at, i) {
    const handle = L.marker(at, { icon: corner(false), draggable: true, keyboard: true, alt: words("Point {n}. Drag it, or move it with the arrow keys.", { n: i + 1 }) }).addTo(this.layer);
    const follow = () => {
      this.points[i] = handle.getLatLng();
      this.path.setLatLngs(this.points);
    };
    handle.on("drag", follow);
    handle.on("dragend", () => this.moved());
    handle.on("click", () => !this.done && this.tap(at));
    this.arrows(handle, follow);
  }

  between(i) {
    const last = i + 1 === this.points.length;
    if (last && this.mode === "line") return;
    const next = this.points[(i + 1) % this.points.length], at = this.points[i];
    const handle = L.marker([(at.lat + next.lat) / 2, (at.lng + next.lng) / 2], { icon: corner(true), draggable: true, keyboard: false, alt: "" }).addTo(this.layer);
    handle.on("dragend", () => {
      this.points.splice(i + 1, 0, handle.getLatLng());
      this.moved();
    });
  }

  moved() {
    this.draw();
    if (this.done) this.send();
  }

  // A focused pin or corner moves with the arrow keys; it is told when the keys have rested.
  arrows(marker, follow) {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    marker.getElement().setAttribute("aria-label", marker.options.alt); // Leaflet says `alt` of pictures alone
    marker.getElement().addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const by = event.shiftKey ? 1 : 8;
      const at = this.map.latLngToContainerPoint(marker.getLatLng()).add([step[0] * by, step[1] * by]);
      marker.setLatLng(this.map.containerPointToLatLng(at));
      follow();
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.done && this.send(), 600);
    });
  }

  close() {
    clearTimeout(this.resting);
    this.bar.remove();
  }
}

// The same shape, however its numbers are written.
function same(one, other) {
  if (!one || !other) return one === other;
  const [a, b] = [JSON.parse(one), JSON.parse(other)];
  const x = a.coordinates.flat(3), y = b.coordinates.flat(3);
  return a.type === b.type && x.length === y.length && x.every((v, i) => Math.abs(v - y[i]) < 2e-6);
}
