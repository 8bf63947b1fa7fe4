// The big screen: read from the back of a hall. It shows what it is told and says nothing back; nothing blinks, the map
// keeps its place, and what is new is pointed out once.
import { element } from "../../webmap/js/legend.js";
import { frame } from "../livemap/frame.js";
import { get } from "../livemap/places.js";
import { WallMap } from "./wallmap.js";

// The question's size in hundredths of the screen: in one line where it is large so, else in as many as there is room for.
const LOUD = 8.5, ONE_LINE = 6, QUIET = 4;

export class WallFace {
  constructor(parent) {
    Object.assign(this, frame(parent, "is-wall"));
    const part = (kind, tag = "div", into = this.box) => {
      const made = element(tag, kind);
      into.append(made);
      return made;
    };
    this.head = part("head", "header");
    this.question = part("question", "h1", this.head);
    this.stages = part("stages", "ol", this.head);
    this.about = part("about", "p", this.head);
    this.middle = part("middle");
    this.map = new WallMap(this.middle);
    this.legend = part("signs", "ul", this.middle);
    this.sources = part("sources", "p", this.middle);
    this.side = part("side", "aside");
    this.many = part("many", "p", this.side);
    this.held = part("held", "p", this.side);
    this.parts = part("parts", "div", this.side);
    this.join = part("join", "section", this.side);
    this.said = part("heard", "p");
    this.said.setAttribute("role", "status");
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.box);
    this.turn = 0;
  }

  async update(data) {
    const turn = ++this.turn;
    const told = JSON.stringify(data);
    if (told === this.told) return; // asked every two seconds: what is the same is not touched
    this.told = told;
    this.data = data;
    this.write(data);
    this.fit();
    try {
      const ground = await get(data.ground);
      if (turn < this.turn && this.data !== data) return;
      this.map.lay(ground, data);
      this.map.put(data);
      this.box.dataset.pins = String(data.pins.length);
      this.say(data);
    } catch {
      this.told = ""; // it is asked again in two seconds
    }
  }

  write(data) {
    this.box.dataset.stage = data.stage;
    for (const box of [this.head, this.side, this.legend]) box.dir = data.written; // whoever's screen it is opened from
    this.question.dir = "auto";
    this.question.textContent = data.question;
    this.about.replaceChildren(...data.about.flatMap((text, at) => (at ? [" · ", element("bdi", "", text)] : [element("bdi", "", text)])));
    this.stages.replaceChildren(
      ...data.stages.map(([key, word]) => {
        const item = element("li", key === data.stage ? "now" : "", word);
        if (key === data.stage) item.setAttribute("aria-current", "step");
        return item;
      }),
    );
    this.many.textContent = data.many;
    this.held.textContent = data.held;
    this.held.hidden = !data.held;
    this.sources.textContent = data.attribution;
    this.legend.replaceChildren(...data.legend.map((row) => this.line(row)));
    this.legend.hidden = !data.legend.length;
    this.parts.replaceChildren(...data.parts.map((part) => this.part(part)));
    this.ask(data.join);
  }

  // A part of the side: its heading, then rows of which as many are shown as there is room for.
  part(part) {
    const box = element("section", `part ${part.kind}`);
    box.append(element("h2", "", part.heading));
    const list = element("ul");
    for (const row of part.rows) list.append(part.kind === "bars" ? this.bar(row) : this.line(row));
    if (part.rows.length) box.append(list);
    else box.append(element("p", "none", part.none));
    return box;
  }

  line(row) {
    const item = element("li");
    if (row.picture) item.append(this.picture(row.picture));
    const words = element("span", "words");
    for (const [kind, text] of [["first", row.text], ["more", row.more]]) {
      if (!text) continue;
      const line = element("span", kind, text);
      line.dir = "auto";
      words.append(line);
    }
    item.append(words);
    if (row.count) item.append(element("span", "count", row.count));
    return item;
  }

  bar(row) {
    const item = this.line(row);
    const bar = element("span", "bar");
    bar.style.setProperty("--share", String(row.share));
    item.append(bar);
    return item;
  }

  picture(key) {
    const image = element("img");
    image.alt = "";
    image.src = this.data.symbols[key] || this.data.symbols[""];
    return image;
  }

  ask(join) {
    this.join.hidden = !join;
    if (!join) return this.join.replaceChildren();
    const words = element("div");
    words.append(element("p", "first", join.heading));
    if (join.address) {
      const address = element("p", "address"); // a break where one reads on, not within a number
      for (const piece of join.address.split(/(?<=[:/])/)) address.append(piece, element("wbr"));
      words.append(address);
    }
    words.append(element("p", "", join.asked), element("p", "code", join.code));
    this.join.replaceChildren(words);
    if (join.picture) {
      const image = element("img");
      image.src = join.picture;
      image.alt = join.address;
      this.join.prepend(image);
    }
  }

  // The question as large as its room allows; lists as long as theirs, with how many more there are.
  fit() {
    if (!this.data || !this.box.isConnected) return;
    const unit = Math.min(this.box.clientHeight / 100, this.box.clientWidth / 133.3);
    const size = (from, to, room) => {
      for (let tried = from; tried >= to; tried -= 0.25) {
        this.question.style.fontSize = `calc(var(--u) * ${tried})`;
        if (this.question.scrollHeight <= room(tried)) return true;
      }
      return false;
    };
    if (!size(LOUD, ONE_LINE, (tried) => tried * unit * 1.5)) size(ONE_LINE + 0.5, QUIET, () => unit * 15);
    for (const item of this.side.querySelectorAll("li")) item.hidden = false;
    for (const old of this.side.querySelectorAll(".rest")) old.remove();
    const parts = [...this.parts.querySelectorAll("section")].reverse();
    for (const part of parts) this.shorten(part);
  }

  shorten(part) {
    const items = [...part.querySelectorAll("li")];
    const over = () => this.parts.scrollHeight > this.parts.clientHeight + 1;
    let gone = this.data.parts[[...this.parts.children].indexOf(part)].all - items.length; // what was not even sent
    const rest = element("p", "rest");
    const tell = () => {
      rest.textContent = this.data.more[gone] || "";
      if (gone && !rest.isConnected) part.append(rest);
    };
    tell();
    while (over() && items.length > 1) {
      items.pop().hidden = true;
      gone += 1;
      tell();
    }
    part.hidden = over() && part !== this.parts.firstElementChild;
  }

  // Who hears the page is told how many there are, and the newest.
  say(data) {
    const text = data.newest ? `${data.many}. ${data.newest}` : data.many;
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  close() {
    this.watch.disconnect();
    this.map.close();
    this.sheet.remove();
    this.box.remove();
  }
}

