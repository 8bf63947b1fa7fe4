// The table, which is the map's equal: a row a neighbourhood, sorted by any column, chosen by finger, mouse or keyboard.
import { element } from "../../webmap/js/legend.js";
import { frame } from "./frame.js";
import { say } from "../../webmap/js/words.js";

const AT_ONCE = 150, PAGE = 10;

export class TableFace {
  constructor(parent) {
    Object.assign(this, frame(parent, "is-table"));
    this.box.setAttribute("role", "region");
    this.table = element("table");
    this.head = element("thead");
    this.body = element("tbody");
    this.table.append(this.head, this.body);
    this.more = element("button", "more", say("Show more"));
    this.more.type = "button";
    this.more.tabIndex = -1; // the arrow keys make more rows by themselves
    this.more.addEventListener("click", () => this.extend(this.made + AT_ONCE));
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.table.addEventListener("focusin", ({ target }) => this.rest(target));
    this.box.append(this.table, this.more);
    this.by = 0;
    this.down = false;
    this.made = 0;
    this.order = [];
  }

  update({ table: { chosen, ...table } }) {
    const said = JSON.stringify(table);
    if (said !== this.said) {
      const same = this.said && JSON.stringify(this.columns) === JSON.stringify(table.columns);
      this.said = said;
      this.rows = table.rows;
      this.columns = table.columns;
      this.box.setAttribute("aria-label", table.label);
      if (!same) this.by = 0;
      if (!same) this.heads();
      this.sort();
    }
    this.choose(chosen);
  }

  heads() {
    const row = element("tr");
    this.columns.forEach(({ label, about, kind }, i) => {
      const cell = element("th", kind);
      cell.scope = "col";
      const button = element("button", "", label);
      button.type = "button";
      button.tabIndex = -1;
      if (about) button.title = about;
      button.addEventListener("click", () => this.turn(i));
      cell.append(button);
      row.append(cell);
    });
    this.head.replaceChildren(row);
  }

  turn(i) {
    this.down = this.by === i ? !this.down : this.columns[i].down;
    this.by = i;
    this.sort();
    this.choose(this.chosen);
  }

  // What is not known stands last, whichever way it is sorted.
  sort() {
    const { by, down } = this, value = (row) => row[1 + by][0];
    this.order = [...this.rows].sort((a, b) => {
      const x = value(a), y = value(b);
      if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
      const order = typeof x === "string" ? x.localeCompare(y) : x - y;
      return down ? -order : order;
    });
    [...this.head.querySelectorAll("th")].forEach((cell, i) => {
      if (i === by) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    const upTo = Math.max(this.made, AT_ONCE);
    this.items = new Map();
    this.made = 0;
    this.body.replaceChildren();
    this.extend(Math.min(upTo, 600));
    this.body.dataset.count = String(this.order.length);
  }

  extend(upTo) {
    const next = this.order.slice(this.made, upTo);
    this.body.append(...next.map((row) => this.item(row)));
    this.made += next.length;
    this.more.hidden = this.made >= this.order.length;
  }

  item([id, ...cells]) {
    const row = element("tr");
    row.dataset.id = id;
    cells.forEach(([, text, flag], i) => {
      const { kind } = this.columns[i];
      const cell = element(kind === "name" ? "th" : "td", kind);
      if (kind === "name") {
        cell.scope = "row";
        const button = element("button");
        button.type = "button";
        button.tabIndex = -1;
        button.append(element("bdi", "", text));
        cell.append(button);
        if (flag) cell.append(element("small", "", flag));
      } else {
        const [first, second] = text.split("\n");
        cell.textContent = first;
        if (second) cell.append(element("small", "", second));
      }
      row.append(cell);
    });
    row.addEventListener("click", () => this.pick(id));
    this.items.set(id, row);
    return row;
  }

  choose(id) {
    const before = this.body.querySelector("[aria-current]");
    if (before) before.removeAttribute("aria-current");
    if (before) before.closest("tr").classList.remove("chosen");
    const at = id ? this.order.findIndex((row) => row[0] === id) : -1;
    if (at >= this.made) this.extend(at + 20);
    const row = at < 0 ? null : this.items.get(id);
    if (row) {
      row.querySelector("button").setAttribute("aria-current", "true");
      row.classList.add("chosen");
      if (this.chosen !== id && this.box.scrollHeight > this.box.clientHeight) this.bring(row);
    }
    this.chosen = id;
    if (this.table.contains(this.table.getRootNode().activeElement)) return;
    this.rest((row || this.body.rows[0] || this.head.rows[0])?.querySelector("button"));
  }

  // The whole table is one stop of the Tab key: where it was left, or the row that is chosen.
  rest(button) {
    if (!button || button === this.stop) return;
    if (this.stop) this.stop.tabIndex = -1;
    button.tabIndex = 0;
    this.stop = button;
  }

  // Arrows, Home, End and pages go through the rows, and above the first to the headings, which sort.
  key(event) {
    const from = event.target.closest("button");
    if (!from || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const to = this.head.contains(from) ? this.beside(from, event.key) : this.beneath(from, event.key);
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  beside(from, key) {
    const heads = [...this.head.querySelectorAll("button")], at = heads.indexOf(from);
    const on = getComputedStyle(this.table).direction === "rtl" ? -1 : 1;
    if (key === "ArrowDown") return this.body.rows[0]?.querySelector("button");
    if (key === "ArrowUp") return from;
    const to = { ArrowRight: at + on, ArrowLeft: at - on, Home: 0, End: heads.length - 1 }[key];
    return to === undefined ? null : heads[Math.min(Math.max(to, 0), heads.length - 1)];
  }

  beneath(from, key) {
    const at = from.closest("tr").sectionRowIndex;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: Math.max(at - PAGE, 0), Home: 0, End: this.order.length - 1 }[key];
    if (to === undefined) return null;
    if (to < 0) return this.head.querySelectorAll("button")[this.by];
    if (to >= this.made) this.extend(to + AT_ONCE);
    return this.body.rows[Math.min(to, this.made - 1)].querySelector("button");
  }

  bring(row) {
    const top = row.getBoundingClientRect().top - this.box.getBoundingClientRect().top - this.head.offsetHeight;
    if (top < 0 || top + row.offsetHeight > this.box.clientHeight - this.head.offsetHeight) this.box.scrollTop += top - this.box.clientHeight / 3;
  }

  close() {
    this.sheet.remove();
    this.box.remove();
  }
}
