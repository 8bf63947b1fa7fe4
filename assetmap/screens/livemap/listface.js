// The list, which is the map's equal: the same places, the same choice, by finger, mouse, keyboard or ear.
import { element } from "../../webmap/js/legend.js";
import { frame } from "./frame.js";
import { fitting, places, together } from "./places.js";
import { say } from "../../webmap/js/words.js";

// Rows are made as far as somebody scrolls: ten thousand at once would hold the page up for seconds.
const AT_ONCE = 200;
const NOTHING_FITS = "Nothing here fits. Try other words, or fewer of the choices above.";
const NOTHING_NEAR = "Nothing of this is in walking distance.";
const NOTHING_YET = "Nothing has been added yet. Choose Add to put the first thing on the map.";
const folded = (row) => row.name.toLowerCase();

export class ListFace {
  constructor(parent) {
    Object.assign(this, frame(parent, "is-list"));
    this.list = element("ul");
    this.none = element("p", "none");
    this.none.hidden = true;
    this.more = element("button", "more", say("Show more"));
    this.more.type = "button";
    this.more.hidden = true;
    this.more.addEventListener("click", () => this.extend(this.made + AT_ONCE));
    this.box.append(this.list, this.more, this.none);
    this.watch = new IntersectionObserver((seen) => seen.some((x) => x.isIntersecting) && this.extend(this.made + AT_ONCE));
    this.watch.observe(this.more);
    this.items = new Map(); // id → { row, item }: what has not changed is not made again
    this.pictures = new Map();
    this.order = [];
    this.made = 0;
    this.turn = 0;
  }

  async update(data) {
    const turn = ++this.turn;
    let store;
    try {
      store = await places(data);
    } catch {
      if (turn !== this.turn) return;
      this.none.textContent = say("The list could not be loaded: reload the page to try again.");
      this.none.hidden = false;
      return;
    }
    if (turn !== this.turn) return;
    const asked = JSON.stringify([data.places, store.revision, data.groups, data.needs, data.shown, data.extra, data.reach]);
    if (asked !== this.asked) this.fill(data, store);
    this.asked = asked;
    this.choose(data.chosen);
  }

  fill(data, store) {
    const { rows, symbols, mine } = together(store, data);
    const fits = fitting(data);
    const kept = fits ? rows.filter((row) => mine.has(row.id) || fits(row)) : rows;
    const place = data.shown ? new Map(data.shown.map((id, at) => [id, at])) : null;
    kept.sort((a, b) => {
      if (place) return (place.get(a.id) ?? -1) - (place.get(b.id) ?? -1);
      const one = folded(a), other = folded(b);
      return one < other ? -1 : one > other ? 1 : 0;
    });
    const order = kept.map((row) => row.id);
    const grown = this.order.length > 0 && Math.abs(order.length - this.order.length) <= 3;
    const upTo = grown ? Math.max(this.made, AT_ONCE) : AT_ONCE;
    const top = grown ? this.box.scrollTop : 0;
    this.symbols = symbols;
    this.notes = data.reach ? data.reach.notes : {};
    this.heads = new Map((data.reach ? data.reach.heads : []).map(([text, id]) => [id, text]));
    this.rows = new Map(kept.map((row) => [row.id, row]));
    this.order = order;
    this.made = 0;
    this.list.replaceChildren();
    this.extend(upTo);
    this.box.scrollTop = top;
    this.none.textContent = say(!rows.length ? NOTHING_YET : data.reach ? NOTHING_NEAR : NOTHING_FITS);
    this.none.hidden = order.length > 0;
    this.list.dataset.count = String(order.length);
    for (const id of this.items.keys()) if (!this.rows.has(id)) this.items.delete(id);
  }

  extend(upTo) {
    const next = this.order.slice(this.made, upTo);
    this.list.append(...next.flatMap((id) => [...this.headed(id), this.item(this.rows.get(id))]));
    this.made += next.length;
    this.more.hidden = this.made >= this.order.length;
  }

  choose(id) {
    const before = this.list.querySelector('[aria-pressed="true"]');
    if (before) before.setAttribute("aria-pressed", "false");
    const at = this.order.indexOf(id);
    if (at >= this.made) this.extend(at + 20);
    const item = at < 0 ? null : this.items.get(id).item;
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

  headed(id) {
    const text = this.heads.get(id);
    if (!text) return [];
    const item = element("li", "head");
    item.append(element("h2", "", text));
    return [item];
  }

  item(row) {
    const kept = this.items.get(row.id);
    const walk = this.notes[row.id] || "";
    if (kept && kept.row === row && kept.walk === walk) {
      kept.item.firstChild.setAttribute("aria-pressed", "false");
      return kept.item;
    }
    const item = element("li");
    item.dataset.id = row.id;
    const button = element("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    const picture = element("img");
    picture.alt = "";
    picture.src = this.picture(row.symbol);
    const words = element("span");
    // A name that is read from the right stays beside its symbol.
    const name = element("b");
    name.append(element("bdi", "", row.name));
    words.append(name, ...(walk ? [element("small", "walk", walk)] : []), element("small", "", row.note));
    button.append(picture, words);
    button.addEventListener("click", () => this.pick(row.id));
    item.append(button);
    this.items.set(row.id, { row, walk, item });
    return item;
  }

  picture(symbol) {
    if (!this.pictures.has(symbol)) {
      this.pictures.set(symbol, `data:image/svg+xml;charset=utf-8,${encodeURIComponent(this.symbols[symbol] || "")}`);
    }
    return this.pictures.get(symbol);
  }

  close() {
    this.watch.disconnect();
    this.sheet.remove();
    this.box.remove();
  }
}
