// The map's face: the quiet ground, the assets on it, and what a person puts there.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { Areas, told } from "../../webmap/js/areas.js";
import { baseMap } from "../../webmap/js/base.js";
import { element, legend } from "../../webmap/js/legend.js";
import { Pins } from "../../webmap/js/pins.js";
import { boundsOf, connect, pixelOf } from "../../webmap/js/shared.js";
import { frame } from "./frame.js";
import { Keys } from "./keys.js";
import { fitting, get, places, together } from "./places.js";
import { Reach } from "./reach.js";
import { Shading, shadedLegend } from "./shading.js";
import { Sketch } from "./sketch.js";
import { say } from "../../webmap/js/words.js";

const ROOMY = 700; // pixels of a map that has room for an open legend
const LOST = "The map could not be loaded. The list still works; reload the page to try again.";

// Where a map that is drawn anew goes on, by its name and ground; a tab's own, and gone with it.
const views = new Map();

function toTop(box) {
  const host = box.getRootNode().host || box;
  for (let parent = host.parentElement; parent; parent = parent.parentElement) {
    if (parent.scrollTop > 0) parent.scrollTop = 0;
  }
}

export class MapFace {
  constructor(parent) {
    Object.assign(this, frame(parent, "is-map"));
    this.div = element("div", "map");
    this.div.setAttribute("role", "application");
    this.div.dataset.coming = say("The map is coming …");
    this.sources = element("p", "sources");
    this.said = element("p", "said");
    this.said.setAttribute("role", "status");
    this.box.append(this.div, this.said, this.sources);
    this.map = L.map(this.div, { attributionControl: false, minZoom: 7, maxZoom: 19, zoomSnap: 0.5, preferCanvas: true });
    this.map.zoomControl.setPosition("topleft");
    L.control.scale({ imperial: false }).addTo(this.map);
    this.corner = L.control({ position: "bottomright" });
    this.watch = new ResizeObserver(() => this.map && this.map.invalidateSize({ animate: false }));
    this.watch.observe(this.div);
    this.pins = new Pins();
    this.sketch = new Sketch(this.map, { box: this.div, tell: (text) => (this.said.textContent = text), say: (shape) => this.say(shape) });
    this.reach = new Reach(this.map);
    this.shading = new Shading(this.map);
    this.keys = new Keys(this.map, this.pins, { div: this.div, tell: (text) => (this.said.textContent = text), pick: (id) => this.pick(id), put: (at) => this.sketch.tap(at) });
    connect(this.map, this.pins, { pick: (id) => this.pick(id), tap: (at) => this.sketch.tap(at), looks: () => ["look", "walk", "choose"].includes(this.mode), area: (latlng) => this.area(latlng) });
    this.div.pixelOf = (id) => pixelOf(this.map, this.pins, id);
    this.div.pixelAt = (lon, lat) => this.map.latLngToContainerPoint([lat, lon]);
    this.map.on("zoomend moveend", () => this.mark());
    this.turn = 0;
    this.focus = "";
    this.around = "null";
  }

  async update(data) {
    const turn = ++this.turn;
    this.sources.textContent = data.attribution;
    this.mode = data.mode;
    this.name = data.kept && `${data.kept} ${data.ground}`;
    if (data.at_top && turn === 1) toTop(this.box);
    try {
      // The ground does not wait for the assets, nor they for the colours.
      const ground = await get(data.ground);
      if (turn !== this.turn || !this.map) return;
      this.lay(data, ground);
      this.sketch.update(data);
      this.reach.update(data.reach, { coloured: Boolean(data.overlay) });
      this.keys.mode(data.mode);
      const store = await places(data);
      if (turn !== this.turn || !this.map) return;
      this.put(data, store);
      const overlay = data.overlay ? await get(data.overlay) : null;
      const areas = data.shading ? await get(data.shading.areas) : null;
      if (turn !== this.turn || !this.map) return;
      if (areas) this.shade(data.shading, areas);
      else this.colour(data, overlay);
    } catch {
      if (turn === this.turn) this.sources.textContent = say(LOST);
    }
  }

  lay(data, ground) {
    if (this.ground && this.groundFrom === data.ground) return;
    if (this.ground) this.ground.layer.remove();
    this.ground = baseMap(ground, data.ground, { alone: data.alone });
    const elsewhere = this.groundFrom && String(this.bounds) !== String(ground.bounds);
    this.groundFrom = data.ground;
    this.bounds = ground.bounds;
    const before = this.map._loaded ? null : views.get(this.name);
    if (before) {
      this.map.setView(before.at, before.zoom, { animate: false });
      this.again = true;
    } else if (!this.map._loaded || elsewhere) {
      // A whole country is seen as a whole.
      this.map.options.minZoom = 4;
      this.map.options.minZoom = Math.min(7, Math.floor(this.map.getBoundsZoom(boundsOf(ground.bounds))));
      this.map.fitBounds(boundsOf(ground.bounds), { padding: [12, 12], animate: false });
    }
    this.ground.layer.addTo(this.map);
    this.overlayFrom = undefined;
    if (!this.map.hasLayer(this.pins.layer)) this.pins.layer.addTo(this.map);
  }

  put(data, store) {
    this.pins.quiet = Boolean(data.shading);
    const drawn = JSON.stringify([data.places, store.revision, data.extra]);
    if (drawn !== this.drawn) {
      const { rows, symbols, mine } = together(store, data);
      this.pins.symbols(symbols);
      this.pins.set(rows);
      this.mine = mine;
      this.drawn = drawn;
    }
    const asked = JSON.stringify([data.groups, data.needs, data.shown]);
    if (asked !== this.asked || this.pins.fresh) {
      const fits = fitting(data);
      this.pins.show(fits && ((row) => this.mine.has(row.id) || fits(row)));
      this.asked = asked;
    }
    if (data.chosen !== this.pins.chosen) {
      this.pins.choose(data.chosen);
      const row = this.pins.assets.get(data.chosen);
      if (row && row.asset.at) this.bring([row.asset.at[1], row.asset.at[0]], 14);
    }
    const focus = JSON.stringify(data.focus || null);
    if (focus !== this.focus) {
      this.focus = focus;
      if (data.focus) this.bring([data.focus[1], data.focus[0]], 16);
    }
    const around = JSON.stringify(data.around || null);
    if (around !== this.around) {
      this.around = around;
      if (data.around) this.map.fitBounds(boundsOf(data.around), { padding: [40, 40], maxZoom: 17, animate: false });
    }
    this.again = false;
    this.div.dataset.pins = String(this.pins.visible().length);
    this.div.dataset.chosen = data.chosen || "";
    this.div.dataset.version = String(store.version);
    this.div.dataset.mode = data.mode;
    this.mark();
  }

  // The view stays where a person has put it, unless what they ask for would not be seen.
  bring(at, zoom) {
    const seen = this.map.getBounds().pad(-0.08).contains(at) && !this.covered(at);
    const near = this.again || this.map.getZoom() >= zoom - 2;
    if (!seen || !near) this.map.setView(at, Math.max(this.map.getZoom(), zoom), { animate: false });
  }

  // What the colours say of the area under a tap; while walks are asked for, the next one's beginning.
  area(latlng) {
    if (this.mode === "choose") this.sketch.tap(latlng);
    if (this.mode === "choose") return true;
    if (this.mode === "walk") {
      if (!this.pins.chosen) this.sketch.tap(latlng);
      return !this.pins.chosen;
    }
    const found = this.areas && this.areas.at(latlng);
    if (found) told(this.map, latlng, found, this.areas.overlay.title);
    return Boolean(found);
  }

  // Whether the legend lies over a place.
  covered(at) {
    const box = this.corner.getContainer && this.corner.getContainer();
    if (!box || !box.isConnected) return false;
    const point = this.map.latLngToContainerPoint(at), frame = this.div.getBoundingClientRect(), legend = box.getBoundingClientRect();
    return point.x > legend.left - frame.left - 20 && point.y > legend.top - frame.top - 20;
  }

  colour(data, overlay) {
    if (this.overlayFrom === data.overlay) return;
    this.overlayFrom = data.overlay;
    this.areas = new Areas(overlay);
    this.ground.show(overlay);
    this.corner.remove();
    this.div.dataset.overlay = overlay ? overlay.title : "";
    if (overlay) this.explain(() => legend(overlay));
  }

  // Areas by what was worked out of them: drawn anew with each answer, the legend only where it says something else.
  shade(shading, areas) {
    this.overlayFrom = undefined;
    this.areas = null;
    this.ground.show(this.shading.take(shading, areas));
    this.div.dataset.shaded = shading.mark;
    this.div.dataset.area = String(shading.chosen);
    if (shading.chosen !== this.shown) this.show(shading.chosen);
    this.shown = shading.chosen;
    const said = JSON.stringify([shading.legend, shading.classes]);
    if (said === this.legendSaid && this.corner._map) return;
    this.legendSaid = said;
    const folded = this.corner._map ? !this.corner.getContainer().classList.contains("open") : this.div.clientWidth < ROOMY;
    this.corner.remove();
    this.explain(() => shadedLegend(shading), folded);
    this.corner.getContainer().style.maxHeight = `${Math.max(120, this.div.clientHeight / 2 - 24)}px`; // never over the middle
  }

  // An area that was chosen in the table comes into view; one that is seen stays where it is.
  show(row) {
    const box = this.shading.boxOf(row);
    if (!box || (this.map.getBounds().contains(box.getCenter()) && !this.covered(box.getCenter()))) return;
    this.map.setView(box.getCenter(), Math.max(this.map.getZoom(), Math.min(this.map.getBoundsZoom(box) - 1, 13)), { animate: false });
  }

  explain(made, folded) {
    this.corner.onAdd = () => {
      const box = made();
      if (folded === box.classList.contains("open")) box.querySelector(".toggle").click();
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    this.corner.addTo(this.map);
  }

  mark() {
    if (!this.map || !this.map._loaded) return;
    this.div.dataset.zoom = String(this.map.getZoom());
    if (this.name) views.set(this.name, { at: this.map.getCenter(), zoom: this.map.getZoom() });
  }

  close() {
    this.watch.disconnect();
    this.keys.close();
    this.sketch.close();
    this.map.remove();
    this.map = null;
    this.sheet.remove();
    this.box.remove();
  }
}
