// What the screen's map and the saved page have in common: what a click and a passing mouse mean.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { element } from "./legend.js";

export function connect(map, pins, pick) {
  const tip = L.tooltip({ direction: "top", offset: [0, -12], opacity: 1 });
  let over = "";
  map.on("click", (event) => pick(pins.under(map, event.containerPoint)));
  map.on("mousemove", (event) => {
    const id = pins.under(map, event.containerPoint);
    if (id === over) return;
    over = id;
    map.getContainer().style.cursor = id ? "pointer" : "";
    if (!id) return void tip.remove();
    const row = pins.assets.get(id);
    tip.setLatLng([row.asset.at[1], row.asset.at[0]]).setContent(element("span", "", row.asset.name)).addTo(map);
  });
  map.on("mouseout movestart", () => {
    over = "";
    tip.remove();
  });
}

// Where an asset stands in the map's own pixels, for whoever wants to point at it.
export function pixelOf(map, pins, id) {
  const row = pins.assets.get(id);
  if (!row || !row.asset.at) return null;
  const point = map.latLngToContainerPoint([row.asset.at[1], row.asset.at[0]]);
  return { x: point.x, y: point.y };
}

export const boundsOf = (bounds) => L.latLngBounds([bounds[1], bounds[0]], [bounds[3], bounds[2]]);
