// The saved page: folium makes the Leaflet map, this fills it. The list in the page works without it.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { Areas, told } from "./areas.js";
import { Ground } from "./ground.js";
import { element, legend } from "./legend.js";
import { Pins } from "./pins.js";
import { boundsOf, connect, pixelOf } from "./shared.js";
import { learn, say } from "./words.js";

function start(map) {
  const data = JSON.parse(document.getElementById("assetmap-data").textContent);
  learn(data.words);
  named(map);
  const ground = new Ground(data.ground, data.colours);
  const pins = new Pins();
  pins.symbols(data.symbols);
  map.setMaxZoom(19).setMinZoom(7);
  ground.layer.addTo(map);
  pins.layer.addTo(map);
  pins.set(data.assets);
  if (data.bounds) map.fitBounds(boundsOf(data.bounds), { padding: [24, 24] });
  const items = new Map([...document.querySelectorAll("#places > li")].map((item) => [item.dataset.id, item]));
  const chosen = { id: "" };
  let popup = null;

  function choose(id, { fromMap }) {
    if (chosen.id === id && id) return;
    const before = items.get(chosen.id);
    if (before) before.classList.remove("chosen");
    chosen.id = id;
    pins.choose(id);
    if (popup) popup.remove();
    const item = items.get(id);
    if (!item) return;
    item.classList.add("chosen");
    const row = pins.assets.get(id).asset;
    if (fromMap) {
      item.querySelector("details").open = true;
      if (getComputedStyle(document.body).display === "grid") item.scrollIntoView({ block: "nearest" });
    }
    if (!row.at) return;
    if (!fromMap) map.setView([row.at[1], row.at[0]], Math.max(map.getZoom(), 15), { animate: false });
    popup = L.popup({ maxWidth: 300, maxHeight: 260, autoPan: true, closeButton: true, className: "asset", offset: [0, -10] })
      .setLatLng([row.at[1], row.at[0]])
      .setContent(card(row))
      .openOn(map);
  }

  const areas = new Areas(data.overlay);
  connect(map, pins, {
    pick: (id) => choose(id, { fromMap: true }),
    area: (latlng) => {
      const found = ground.overlay && areas.at(latlng);
      if (found) told(map, latlng, found, data.overlay.title);
      return Boolean(found);
    },
  });
  for (const [id, item] of items) {
    item.querySelector("summary").addEventListener("click", () => {
      if (!item.querySelector("details").open) choose(id, { fromMap: false });
    });
  }
  find(data, items, pins);
  if (data.overlay) overlaySwitch(map, ground, data.overlay);
  document.body.classList.add("alive");
  document.body.dataset.ready = String(data.assets.length);
  window.assetmapPage.pixelOf = (id) => pixelOf(map, pins, id);
}

// Leaflet names its two signs in English.
function named(map) {
  for (const [name, words] of [["in", say("Zoom in")], ["out", say("Zoom out")]]) {
    const sign = map.getContainer().querySelector(`.leaflet-control-zoom-${name}`);
    if (!sign) continue;
    sign.title = words;
    sign.setAttribute("aria-label", words);
  }
}

function card(row) {
  const box = element("div", "card");
  box.append(element("strong", "", row.name));
  for (const [label, text] of row.card) {
    const line = element("p");
    if (label) line.append(element("b", "", `${label} `));
    const words = element("bdi", "", text);
    words.dir = "auto";
    line.append(words);
    box.append(line);
  }
  return box;
}

// Words and chips choose what both the list and the map show.
function find(data, items, pins) {
  const words = document.getElementById("words");
  const chips = [...document.querySelectorAll("#chips input")];
  const said = document.getElementById("count");
  const texts = new Map(
    data.assets.map((row) => [row.id, [row.name, ...row.card.map(([, text]) => text)].join(" ").toLowerCase()]),
  );
  const group = new Map(data.assets.map((row) => [row.id, row.group]));
  function apply() {
    const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const groups = new Set(chips.filter((chip) => chip.checked).map((chip) => chip.value));
    const shown = [];
    for (const [id, item] of items) {
      const fits = (!groups.size || groups.has(group.get(id))) && asked.every((word) => texts.get(id).includes(word));
      item.hidden = !fits;
      if (fits) shown.push(id);
    }
    const kept = new Set(shown);
    pins.show((row) => kept.has(row.id));
    said.textContent = say("{n} of {all} shown", { n: shown.length, all: items.size });
  }
  words.addEventListener("input", apply);
  for (const chip of chips) chip.addEventListener("change", apply);
  apply();
}

function overlaySwitch(map, ground, overlay) {
  const control = L.control({ position: "bottomright" });
  const box = legend(overlay);
  const label = element("label", "switch");
  const tick = element("input");
  tick.type = "checkbox";
  tick.checked = true;
  tick.addEventListener("change", () => ground.show(tick.checked ? overlay : null));
  label.append(tick, document.createTextNode(` ${say("Show the colours")}`));
  box.append(label);
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  control.addTo(map);
  ground.show(overlay);
}

window.L = L;
window.assetmapPage = { start };
