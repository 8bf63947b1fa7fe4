// What the screen's map and the saved page have in common: what a click and a passing mouse mean.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { element } from "./legend.js";
import { say } from "./words.js";

const CLOSE_UP = 17.5;
const AT_ONCE = 30;

// `pick` gets the id of what was tapped, "" for the empty map. Where `looks` is given and false a tap is not a choice
// but a place, for `tap`. `area` is asked what else lies under a tap, and says whether it has told.
export function connect(map, pins, { pick, tap, looks = () => true, area = () => false }) {
  const tip = L.tooltip({ direction: "top", offset: [0, -12], opacity: 1 });
  let over = null;
  map.on("click", (event) => {
    if (!looks()) return void tap(event.latlng);
    const rows = pins.under(map, event.containerPoint);
    if (rows.length > 1) open(map, rows, pick);
    else if (rows.length || !area(event.latlng)) pick(rows.length ? rows[0].asset.id : "");
  });
  map.on("mousemove", (event) => {
    const rows = looks() ? pins.under(map, event.containerPoint) : [];
    if (rows[0] === over) return;
    over = rows[0] || null;
    map.getContainer().style.cursor = over ? "pointer" : "";
    if (!over) return void tip.remove();
    const text = rows.length > 1 ? say("{n} things", { n: rows.length }) : over.asset.name;
    tip.setLatLng([over.asset.at[1], over.asset.at[0]]).setContent(element("span", "", text)).addTo(map);
  });
  map.on("mouseout movestart", () => {
    over = null;
    tip.remove();
  });
}

// Go nearer until the places of a number stand apart; those at one door are listed.
function open(map, rows, pick) {
  const bounds = L.latLngBounds(rows.map((row) => [row.asset.at[1], row.asset.at[0]]));
  const zoom = Math.min(map.getBoundsZoom(bounds.pad(0.1)), 18);
  const apart = map.project(bounds.getNorthEast(), 18).distanceTo(map.project(bounds.getSouthWest(), 18));
  if (apart > 24 && map.getZoom() < CLOSE_UP) return void map.setView(bounds.getCenter(), Math.max(zoom, map.getZoom() + 1));
  const box = element("div", "several");
  box.append(element("strong", "", say("{n} things here", { n: rows.length })));
  const popup = L.popup({ maxWidth: 280, maxHeight: 260, className: "several" });
  for (const row of rows.slice(0, AT_ONCE)) {
    const button = element("button", "", row.asset.name);
    button.type = "button";
    button.addEventListener("click", () => {
      popup.remove();
      pick(row.asset.id);
    });
    box.append(button);
  }
  if (rows.length > AT_ONCE) box.append(element("p", "", say("and {n} more, all of them in the list", { n: rows.length - AT_ONCE })));
  popup.setLatLng(bounds.getCenter()).setContent(box).openOn(map);
  box.querySelector("button").focus();
}

// Where an asset stands in the map's own pixels, for whoever wants to point at it.
export function pixelOf(map, pins, id) {
  const row = pins.assets.get(id);
  if (!row || !row.asset.at) return null;
  const point = map.latLngToContainerPoint([row.asset.at[1], row.asset.at[0]]);
  return { x: point.x, y: point.y };
}

export const boundsOf = (bounds) => L.latLngBounds([bounds[1], bounds[0]], [bounds[3], bounds[2]]);
