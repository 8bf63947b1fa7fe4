// The base map for what a place's `ground` address answers: `const base = baseMap(answer, address)`; then `base.layer`
// goes on the map and `base.show(overlay)` colours areas, whichever kind it is.
//
// An answer holds `tiles` (where basemap.pmtiles lies, seen from the answer's own address) or, in a home of before,
// `ground` (all shapes as data); `online`, only where the place says so, is the pattern of OpenStreetMap's own tiles.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { Ground } from "./ground.js";
import { Tiles } from "./tiles.js";

export function baseMap(answer, from, { alone = false } = {}) {
  const at = answer.tiles && new URL(answer.tiles, new URL(from, window.location.href)).href;
  const own = at ? new Tiles(at, answer.colours) : new Ground(answer.ground, answer.colours);
  return answer.online && !alone ? new Online(own, answer.online) : own;
}

// OpenStreetMap's tiles over our own map: while one comes, or where one does not, ours is seen. Where areas are
// coloured, ours is seen everywhere, for theirs would hide the colours or the colours their names.
const GIVEN_UP = 6;

class Online {
  constructor(own, pattern) {
    this.own = own;
    this.theirs = L.tileLayer(pattern, { maxZoom: 19, zIndex: 150, referrerPolicy: "origin", updateWhenIdle: true });
    this.layer = L.layerGroup([own.layer, this.theirs]);
    let came = 0, failed = 0;
    this.theirs.on("tileload", () => (came += 1));
    // Nobody is asked for ever: without internet a few failures are enough.
    this.theirs.on("tileerror", () => {
      failed += 1;
      this.givenUp = !came && failed >= GIVEN_UP;
      if (this.givenUp) this.layer.removeLayer(this.theirs);
    });
  }

  show(overlay) {
    this.own.show(overlay);
    if (overlay || this.givenUp) this.layer.removeLayer(this.theirs);
    else this.layer.addLayer(this.theirs);
  }
}
