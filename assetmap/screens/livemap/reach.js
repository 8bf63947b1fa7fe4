// How far one comes on foot: areas one within the other, drawn beneath the pins, told apart by their lines alone, so that
// a photocopy or an eye without colours tells them apart too.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { element } from "../../webmap/js/legend.js";
import { say } from "../../webmap/js/words.js";

const INK = "#0B3D91";
const UNITS = 1e5;
const SPECK = 0.3;
const LINES = [{ weight: 4 }, { weight: 3, dashArray: "11 6" }, { weight: 3.5, dashArray: "0.1 7" }];
const HERE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true"><circle cx="14" cy="14" r="11" fill="#fff" stroke="#0B3D91" stroke-width="4"/><circle cx="14" cy="14" r="4.5" fill="#0B3D91"/></svg>';

export class Reach {
  constructor(map) {
    this.map = map;
    this.layer = L.layerGroup().addTo(map);
    this.renderer = L.svg({ padding: 0.5 });
    this.key = L.control({ position: "topright" });
    this.drawn = "";
  }

  // Drawn again only where something else is asked: a rerun that says the same changes nothing here.
  update(reach, { coloured }) {
    const said = JSON.stringify([reach || null, coloured]);
    if (said === this.drawn) return;
    this.drawn = said;
    this.layer.clearLayers();
    this.key.remove();
    const outlines = reach ? reach.outlines : [];
    this.map.getContainer().dataset.reach = outlines.map(([minutes]) => minutes).join(" ");
    if (!reach) return this.back();
    const areas = outlines.map(([, rings]) => rings.map(unpacked));
    const style = { renderer: this.renderer, interactive: false, lineJoin: "round", lineCap: "round" };
    // The furthest first. Colours of areas are read by their shade, so that over them nothing is filled.
    for (const area of [...areas].reverse()) L.polygon(area, { ...style, stroke: false, fillColor: INK, fillOpacity: coloured ? 0 : 0.07, fillRule: "evenodd" }).addTo(this.layer);
    for (let i = areas.length - 1; i >= 0; i--) {
      L.polygon(areas[i], { ...style, fill: false, color: "#FFF", weight: LINES[i].weight + 3, opacity: 0.85 }).addTo(this.layer);
      L.polygon(areas[i], { ...style, fill: false, color: INK, opacity: 1, ...LINES[i] }).addTo(this.layer);
    }
    const at = [reach.at[1], reach.at[0]];
    L.marker(at, { icon: L.divIcon({ className: "here", iconSize: [28, 28], html: HERE }), interactive: false, keyboard: false }).addTo(this.layer);
    if (areas.length) this.legend(outlines.map(([minutes]) => minutes));
    const furthest = areas.length ? L.latLngBounds(areas[areas.length - 1].flat()) : L.latLngBounds([at, at]);
    this.bring(furthest, reach.bring);
  }

  // The view stays where a person has put it, unless the answer would not be seen: a speck, or somewhere else.
  bring(bounds, whole) {
    const view = this.map.getBounds(), size = this.map.getSize();
    const wide = this.map.latLngToContainerPoint(bounds.getNorthEast()).x - this.map.latLngToContainerPoint(bounds.getSouthWest()).x;
    if (view.intersects(bounds) && wide > Math.min(size.x, size.y) * SPECK && !(whole && !view.contains(bounds))) return;
    this.before = this.before || { at: this.map.getCenter(), zoom: this.map.getZoom() };
    this.map.fitBounds(bounds, { paddingTopLeft: [16, 44], paddingBottomRight: [16, 16], maxZoom: 16, animate: false });
  }

  // Put away, the map is where it was before.
  back() {
    if (this.before) this.map.setView(this.before.at, this.before.zoom, { animate: false });
    this.before = null;
  }

  legend(times) {
    this.key.onAdd = () => {
      const box = element("section", "walks");
      box.setAttribute("aria-label", say("What the lines mean"));
      box.append(element("strong", "", say("On foot")));
      times.forEach((minutes, i) => {
        const row = element("span");
        const { weight, dashArray = "" } = LINES[i];
        row.innerHTML = `<svg width="44" height="10" viewBox="0 0 44 10" preserveAspectRatio="xMinYMid slice" aria-hidden="true"><path d="M3 5H41" stroke="${INK}" stroke-width="${weight}" stroke-dasharray="${dashArray}" stroke-linecap="round"/></svg>`;
        row.append(element("span", "", i + 1 < times.length ? String(minutes) : say("{minutes} minutes", { minutes })));
        box.append(row);
      });
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    this.key.addTo(this.map);
  }
}

// A ring's steps, as `onfoot.packed` writes them, to corners.
function unpacked(steps) {
  const ring = [];
  for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    ring.push([y / UNITS, x / UNITS]);
  }
  return ring;
}
