// The table, which is the map's equal: a row a neighbourhood, sorted by any column, chosen by finger, mouse or keyboard.
import { element } from "../../webmap/js/legend.js";
import { frame } from "./frame.js";
import { say } from "../../webmap/js/words.js";

const AT_ONCE = 150;

export class TableFace {
  constructor(parent) {
    Object.assign(this, frame(parent, "is-table"));
    this.box.tabIndex = 0; // it scrolls, so that the keyboard must get in
    this.box.setAttribute("role", "region");
    this.table = element("table");
    this.head = element("thead");
    this.body = element("tbody");
    this.table.append(this.head, this.body);
    this.more = element("button", "more", say("Show more"));
    this.more.type = "button";
    this.more.addEventListener("click", () => this.extend(this.made + AT_ONCE));
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
        button.setAttribute("aria-pressed", "false");
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
    const before = this.body.querySelector('[aria-pressed="true"]');
    if (before) before.setAttribute("aria-pressed", "false");
    if (before) before.closest("tr").classList.remove("chosen");
    const at = id ? this.order.findIndex((row) => row[0] === id) : -1;
    if (at >= this.made) this.extend(at + 20);
    const row = at < 0 ? null : this.items.get(id);
    if (row) {
      row.querySelector("button").setAttribute("aria-pressed", "true");
      row.classList.add("chosen");
      if (this.chosen !== id && this.box.scrollHeight > this.box.clientHeight) this.bring(row);
    }
    this.chosen = id;
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
