// Which neighbourhood lies under a point, and what the colours say of it; for the screen and the saved page.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { shapes, unit } from "./decode.js";
import { element } from "./legend.js";
import { say } from "./words.js";

export class Areas {
  constructor(overlay) {
    this.overlay = overlay;
    this.all = overlay && overlay.names ? shapes(overlay.shapes, overlay.frame) : [];
  }

  // The name of the area at a place and its tenth in words, or null.
  at(latlng) {
    if (!this.all.length) return null;
    const [x, y] = unit(latlng.lng, latlng.lat);
    const found = this.all.find((area) => holds(area, x, y));
    if (!found) return null;
    return { name: this.overlay.names[found.name - 1] || "", says: this.overlay.tenths[found.value] || "" };
  }
}

function holds({ box, parts }, x, y) {
  if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
  let odd = false;
  for (const part of parts) {
    for (let i = 0, j = part.length - 2; i < part.length; j = i, i += 2) {
      const y0 = part[j + 1], y1 = part[i + 1];
      if (y0 > y !== y1 > y && x < ((part[i] - part[j]) * (y - y0)) / (y1 - y0) + part[j]) odd = !odd;
    }
  }
  return odd;
}

export function told(map, latlng, { name, says }, title) {
  const box = element("div", "area");
  box.append(element("strong", "", name), element("p", "", say("{title}: {says}", { title, says })));
  L.popup({ maxWidth: 260, className: "area" }).setLatLng(latlng).setContent(box).openOn(map);
}
