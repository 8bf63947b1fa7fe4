// The map by keyboard: arrows and + − are Leaflet's own; N and P step through the places in view.
import { say } from "../../webmap/js/words.js";

const LOOK = "Map. Arrow keys move it, plus and minus zoom, N and P step through what is in view, Enter opens one. The list holds the same.";
const WALK = "Map. Arrow keys move it, plus and minus zoom, N and P step through what is in view, Enter opens one, or begins another walk in the middle.";
const START = "Map. Arrow keys move it, plus and minus zoom, Enter begins the walk in the middle.";
const PUT = "Map. Arrow keys move it, plus and minus zoom, Enter puts the point in the middle.";
const CHOOSE = "Map. Arrow keys move it, plus and minus zoom, Enter chooses the neighbourhood in the middle. The table holds the same.";
const SAYS = { look: LOOK, walk: WALK, start: START, choose: CHOOSE };
const STEPS = ["look", "walk", "choose"];
const BAND_PX = 60;

export class Keys {
  constructor(map, pins, { div, tell, pick, put }) {
    Object.assign(this, { map, pins, div, tell, pick, put, at: "" });
    this.heard = (event) => this.key(event);
    this.gone = () => this.stop();
    div.addEventListener("keydown", this.heard);
    div.addEventListener("blur", this.gone);
    this.mode("look");
  }

  mode(mode) {
    if (mode === this.now) return;
    this.now = mode;
    this.div.setAttribute("aria-label", say(SAYS[mode] || PUT));
    this.div.classList.toggle("puts", mode !== "look");
    this.stop();
  }

  key(event) {
    // A pin under the finger and the buttons on the map have keys of their own.
    if (event.target !== this.div || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "enter" && this.at) this.pick(this.at);
    else if (key === "enter" && this.now !== "look") this.put(this.map.getCenter());
    else if (STEPS.includes(this.now) && (key === "n" || key === "p")) this.step(key === "n" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  step(by) {
    const size = this.map.getSize();
    const rows = this.pins
      .visible()
      .map((row) => ({ row, at: this.map.latLngToContainerPoint([row.asset.at[1], row.asset.at[0]]) }))
      .filter(({ at }) => at.x >= 0 && at.y >= 0 && at.x <= size.x && at.y <= size.y)
      .sort((a, b) => Math.floor(a.at.y / BAND_PX) - Math.floor(b.at.y / BAND_PX) || a.at.x - b.at.x);
    if (!rows.length) return this.tell(say("Nothing in view."));
    const now = rows.findIndex(({ row }) => row.asset.id === this.at);
    const next = now < 0 ? (by > 0 ? 0 : rows.length - 1) : (now + by + rows.length) % rows.length;
    const { asset } = rows[next].row;
    this.at = asset.id;
    this.pins.point(asset.id);
    this.tell(say("{n} of {all} in view: {name}. {note}", { n: next + 1, all: rows.length, name: asset.name, note: asset.note }));
  }

  stop() {
    if (!this.at) return;
    this.at = "";
    this.pins.point("");
    this.tell("");
  }

  close() {
    this.div.removeEventListener("keydown", this.heard);
    this.div.removeEventListener("blur", this.gone);
  }
}
