// The map and the list of the screen: one component, two faces. Heavy data come over cached routes; what changes
// with every click (which are shown, which is chosen) is all that Streamlit sends.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import style from "livemap-style";
import { Ground } from "../../webmap/js/ground.js";
import { element, legend } from "../../webmap/js/legend.js";
import { Pins } from "../../webmap/js/pins.js";
import { boundsOf, connect, pixelOf } from "../../webmap/js/shared.js";

const fetched = new Map();
function get(url) {
  if (!fetched.has(url)) {
    const answer = fetch(url, { credentials: "same-origin" }).then((said) => {
      if (!said.ok) throw new Error(`status ${said.status}`);
      return said.json();
    });
    answer.catch(() => fetched.delete(url));
    fetched.set(url, answer);
    if (fetched.size > 24) fetched.delete(fetched.keys().next().value);
  }
  return fetched.get(url);
}

// One face a mount, kept across reruns: the view, the zoom and the scroll stay.
const faces = new WeakMap();

export default function livemap(component) {
  const { parentElement, data } = component;
  let face = faces.get(parentElement);
  if (!face) {
    face = data.face === "list" ? new List(parentElement) : new Map_(parentElement);
    faces.set(parentElement, face);
  }
  face.pick = (id) => component.setTriggerValue("picked", id);
  face.update(data);
  // Also called for a mount that was overtaken while it loaded: the face goes only when its place in the page is gone.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || !faces.has(parentElement)) return;
      face.close();
      faces.delete(parentElement);
    }, 0);
}

function frame(parent, kind) {
  const sheet = element("style");
  sheet.textContent = style;
  const box = element("div", `frame ${kind}`);
  parent.append(sheet, box);
  return { sheet, box };
}

class Map_ {
  constructor(parent) {
    Object.assign(this, frame(parent, "is-map"));
    this.div = element("div", "map");
    this.div.setAttribute("role", "application");
    this.div.setAttribute("aria-label", "Map. The list holds the same places.");
    this.sources = element("p", "sources");
    this.box.append(this.div, this.sources);
    this.map = L.map(this.div, { attributionControl: false, minZoom: 7, maxZoom: 19, zoomSnap: 0.5, preferCanvas: true });
    L.control.scale({ imperial: false }).addTo(this.map);
    this.corner = L.control({ position: "bottomright" });
    this.watch = new ResizeObserver(() => this.map.invalidateSize({ animate: false }));
    this.watch.observe(this.div);
    this.turn = 0;
  }

  async update(data) {
    const turn = ++this.turn;
    this.sources.textContent = data.attribution;
    try {
      const [ground, places, overlay] = await Promise.all([
        get(data.ground), get(data.places), data.overlay ? get(data.overlay) : null,
      ]);
      if (turn !== this.turn || !this.map) return;
      this.draw(data, ground, places, overlay);
    } catch {
      if (turn === this.turn) this.sources.textContent = "The map could not be loaded. The list still works; reload the page to try again.";
    }
  }

  draw(data, ground, places, overlay) {
    if (!this.ground || this.groundFrom !== data.ground) {
      if (this.ground) this.ground.layer.remove();
      this.ground = new Ground(ground.ground, ground.colours);
      this.groundFrom = data.ground;
      if (!this.map._loaded) this.map.fitBounds(boundsOf(ground.bounds), { padding: [12, 12], animate: false });
      this.ground.layer.addTo(this.map);
      this.overlayFrom = undefined;
    }
    if (!this.pins) {
      this.pins = new Pins(places.symbols);
      this.pins.layer.addTo(this.map);
      connect(this.map, this.pins, (id) => this.pick(id));
      this.div.pixelOf = (id) => pixelOf(this.map, this.pins, id);
    }
    if (this.placesFrom !== data.places) {
      this.pins.symbols(places.symbols);
      this.pins.set(places.assets);
      this.placesFrom = data.places;
    }
    this.pins.show(data.shown);
    if (data.chosen !== this.pins.chosen) {
      this.pins.choose(data.chosen);
      const row = this.pins.assets.get(data.chosen);
      if (row && row.asset.at) {
        const at = L.latLng(row.asset.at[1], row.asset.at[0]);
        if (!this.map.getBounds().pad(-0.08).contains(at)) this.map.setView(at, Math.max(this.map.getZoom(), 14), { animate: false });
      }
    }
    if (this.overlayFrom !== data.overlay) {
      this.overlayFrom = data.overlay;
      this.ground.show(overlay);
      this.corner.remove();
      if (overlay) {
        this.corner.onAdd = () => {
          const box = legend(overlay);
          L.DomEvent.disableClickPropagation(box);
          return box;
        };
        this.corner.addTo(this.map);
      }
    }
    this.div.dataset.pins = String(this.pins.visible().length);
    this.div.dataset.chosen = data.chosen || "";
    this.div.dataset.zoom = String(this.map.getZoom());
  }

  close() {
    this.watch.disconnect();
    this.map.remove();
    this.map = null;
    this.sheet.remove();
    this.box.remove();
  }
}

// Rows are made as far as somebody scrolls: ten thousand at once would hold the page up for seconds.
const AT_ONCE = 300;

class List {
  constructor(parent) {
    Object.assign(this, frame(parent, "is-list"));
    this.list = element("ul");
    this.none = element("p", "none", "Nothing here fits. Take away a word or a chip.");
    this.none.hidden = true;
    this.more = element("button", "more", "Show more");
    this.more.type = "button";
    this.more.hidden = true;
    this.more.addEventListener("click", () => this.extend(this.made + AT_ONCE));
    this.box.append(this.list, this.more, this.none);
    this.watch = new IntersectionObserver((seen) => seen.some((x) => x.isIntersecting) && this.extend(this.made + AT_ONCE));
    this.watch.observe(this.more);
    this.rows = new Map();
    this.order = [];
    this.made = 0;
    this.turn = 0;
  }

  async update(data) {
    const turn = ++this.turn;
    let places;
    try {
      places = await get(data.places);
      if (turn !== this.turn) return;
    } catch {
      this.none.textContent = "The list could not be loaded: reload the page to try again.";
      this.none.hidden = false;
      return;
    }
    const order = data.shown || places.assets.map((row) => row.id);
    if (this.from !== data.places || order.join(" ") !== this.order.join(" ")) this.fill(data, places, order);
    this.choose(data.chosen);
  }

  fill(data, places, order) {
    if (this.from !== data.places) {
      this.rows = new Map(places.assets.map((row) => [row.id, row]));
      this.pictures = places.symbols.map((svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`);
    }
    const sameRows = order.join(" ") === this.order.join(" ");
    this.from = data.places;
    this.order = order.filter((id) => this.rows.has(id));
    const upTo = sameRows ? Math.max(this.made, AT_ONCE) : AT_ONCE;
    const top = sameRows ? this.box.scrollTop : 0;
    this.made = 0;
    this.list.replaceChildren();
    this.extend(upTo);
    this.box.scrollTop = top;
    this.none.hidden = this.order.length > 0;
    this.list.dataset.count = String(this.order.length);
  }

  extend(upTo) {
    const next = this.order.slice(this.made, upTo);
    this.list.append(...next.map((id) => this.item(this.rows.get(id))));
    this.made += next.length;
    this.more.hidden = this.made >= this.order.length;
  }

  choose(id) {
    const before = this.list.querySelector('[aria-pressed="true"]');
    if (before) before.setAttribute("aria-pressed", "false");
    const at = this.order.indexOf(id);
    if (at >= this.made) this.extend(at + 20);
    const item = at < 0 ? null : this.list.children[at];
    if (item) {
      item.firstChild.setAttribute("aria-pressed", "true");
      if (this.chosen !== id && this.box.scrollHeight > this.box.clientHeight) this.bring(item);
    }
    this.chosen = id;
  }

  bring(item) {
    const top = item.getBoundingClientRect().top - this.box.getBoundingClientRect().top;
    if (top < 0 || top + item.offsetHeight > this.box.clientHeight) this.box.scrollTop += top - this.box.clientHeight / 3;
  }

  item(row) {
    const item = element("li");
    item.dataset.id = row.id;
    const button = element("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    const picture = element("img");
    picture.alt = "";
    picture.src = this.pictures[row.symbol];
    const words = element("span");
    words.append(element("b", "", row.name), element("small", "", row.note));
    button.append(picture, words);
    button.addEventListener("click", () => this.pick(row.id));
    item.append(button);
    return item;
  }

  close() {
    this.watch.disconnect();
    this.sheet.remove();
    this.box.remove();
  }
}
