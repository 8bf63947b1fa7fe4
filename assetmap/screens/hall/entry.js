// The scribe's desk: what is it, where, which; Enter goes on, a key chooses, and the first field waits again. What was
// said stands in an outbox until the program says that it is kept, so nothing is lost on the way, and typing never waits.
const AGAIN_MS = 6000;
const desks = new WeakMap();

export default function entry({ parentElement, data, setStateValue }) {
  let desk = desks.get(parentElement);
  if (!desk) {
    desk = new Desk(parentElement, data);
    desks.set(parentElement, desk);
  }
  desk.send = (value) => setStateValue("outbox", value);
  desk.take(data);
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || !desks.has(parentElement)) return;
      desk.close();
      desks.delete(parentElement);
    }, 0);
}

function element(tag, kind, text) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (text) made.textContent = text;
  return made;
}

// crypto.randomUUID is only there on safe addresses; a hall's network is a plain one.
function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

class Desk {
  constructor(parent, data) {
    Object.assign(this, { outbox: [], turn: 0, at: null, looked: "", tapped: data.tapped.n, told: data.told.n, last: "", drawn: "" });
    this.box = element("div", "desk");
    this.what = this.field("what");
    this.where = this.field("where");
    this.found = element("p", "found");
    this.found.setAttribute("role", "status");
    this.likes = element("div", "likes");
    this.where.row.append(this.found, this.likes);
    this.which = element("div", "which");
    this.whichLabel = element("p", "label");
    this.whichLabel.id = `which-${uuid()}`;
    this.keys = element("div", "keys");
    this.keys.setAttribute("role", "group");
    this.keys.setAttribute("aria-labelledby", this.whichLabel.id);
    this.hides = element("label", "hides");
    this.hide = element("input");
    this.hide.type = "checkbox";
    this.hideWords = element("span");
    this.hides.append(element("kbd", "", "0"), this.hide, this.hideWords);
    this.which.append(this.whichLabel, this.keys, this.hides);
    this.foot = element("div", "foot");
    this.status = element("p", "status");
    this.status.setAttribute("role", "status");
    this.undo = element("button", "undo");
    this.undo.type = "button";
    this.undo.addEventListener("click", () => this.takeBack());
    this.foot.append(this.status, this.undo);
    this.left = element("ul", "left");
    this.box.append(this.foot, this.left, this.what.row, this.where.row, this.which);
    parent.append(this.box);
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.back = (event) => this.undoKey(event);
    document.addEventListener("keydown", this.back);
    this.timer = setInterval(() => this.outbox.length && this.post(), AGAIN_MS);
    this.step("what", matchMedia("(pointer: fine)").matches && document.activeElement === document.body);
  }

  field(name) {
    const row = element("div", `row ${name}`);
    const label = element("label", "label");
    const input = element("input");
    input.type = "text";
    input.id = `${name}-${uuid()}`;
    input.autocomplete = "off";
    input.maxLength = name === "what" ? 200 : 120;
    input.dir = "auto";
    label.htmlFor = input.id;
    const hint = element("p", "hint");
    hint.id = `${input.id}-hint`;
    input.setAttribute("aria-describedby", hint.id);
    row.append(label, input, hint);
    input.addEventListener("focus", () => this.now !== name && this.step(name, false));
    return { row, label, input, hint };
  }

  // What the program says; what is being typed is never touched by it.
  take(data) {
    this.data = data;
    const { words } = data;
    this.what.label.textContent = words.what;
    this.what.hint.textContent = words.what_hint;
    this.where.label.textContent = words.where;
    this.where.hint.textContent = words.where_hint;
    this.whichLabel.textContent = words.which;
    this.hideWords.textContent = words.hide;
    this.undo.textContent = words.undo;
    this.undo.disabled = !data.can_undo;
    this.choices(data.choices);
    const done = new Set(data.done);
    this.outbox = this.outbox.filter((entry) => !done.has(entry.id));
    if (data.told.n !== this.told) {
      this.told = data.told.n;
      this.say(data.told.text, data.told.wrong);
    }
    if (data.tapped.n !== this.tapped) {
      this.tapped = data.tapped.n;
      this.takeSpot(data.tapped);
    }
    this.sayFound(data.found);
    this.leftOver(data.refused);
  }

  choices(choices) {
    const drawn = JSON.stringify(choices);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const held = this.keys.contains(this.root().activeElement);
    this.keys.replaceChildren(
      ...choices.map((choice) => {
        const button = element("button", "choice");
        button.type = "button";
        button.dataset.choice = choice.id;
        const picture = element("img");
        picture.alt = "";
        picture.src = choice.picture;
        const key = element("kbd", "", choice.key);
        const word = element("span", "", choice.word);
        word.dir = "auto";
        if (choice.own) button.append(key);
        button.append(picture, word); // our own symbols have their letter in them
        button.addEventListener("click", () => this.choose(choice));
        return button;
      }),
    );
    if (held) this.step("which", true);
  }

  root() {
    return this.box.getRootNode();
  }

  step(name, focus = true) {
    this.now = name;
    this.box.dataset.step = name;
    if (!focus) return;
    if (name !== "which") return void this[name].input.focus({ preventScroll: true });
    const button = this.keys.querySelector(`[data-choice="${CSS.escape(this.last)}"]`) || this.keys.firstElementChild;
    if (button) button.focus({ preventScroll: true });
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.target;
    if (event.key === "Escape" && this.now !== "what") {
      this.step(this.now === "which" ? "where" : "what");
    } else if (event.key === "Enter" && inside === this.what.input) {
      if (!this.what.input.value.trim()) return this.say(this.data.words.what_first, true);
      this.say("");
      this.step(this.at ? "which" : "where");
    } else if (event.key === "Enter" && inside === this.where.input) {
      if (!this.what.input.value.trim()) this.step("what");
      else this.look();
    } else if (this.which.contains(inside) && event.key === "0") {
      this.hide.checked = !this.hide.checked;
    } else if (this.which.contains(inside) && event.key.length === 1 && event.key !== " ") {
      const choice = this.data.choices.find((x) => x.key.toLowerCase() === event.key.toLowerCase());
      if (choice && !event.repeat) this.choose(choice);
      else if (!choice) this.say(this.data.words.no_such_key, true);
    } else if (this.keys.contains(inside) && event.key.startsWith("Arrow")) {
      const all = [...this.keys.children];
      const by = ["ArrowRight", "ArrowDown"].includes(event.key) ? 1 : -1;
      all[(all.indexOf(inside) + by + all.length) % all.length].focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The place is looked up while the scribe goes on: where it is not known, the words are kept with the thing.
  look() {
    const typed = this.where.input.value.trim();
    if (typed && typed !== this.looked) {
      this.at = null;
      this.looked = typed;
      this.put({ id: uuid(), look: typed });
    } else if (!typed) this.at = null;
    this.step("which");
  }

  takeSpot({ at, words }) {
    if (!at) return;
    this.at = at;
    this.where.input.value = "";
    this.looked = "";
    this.found.textContent = words;
    this.found.className = "found good";
    this.likes.replaceChildren();
    this.step(this.what.input.value.trim() ? "which" : "what");
  }

  sayFound(found) {
    if (!found || found.typed !== this.looked || this.at) return;
    this.found.textContent = found.text;
    this.found.className = found.at ? "found good" : "found";
    this.likes.replaceChildren(
      ...found.likes.map((like) => {
        const button = element("button", "like", like);
        button.type = "button";
        button.addEventListener("click", () => {
          this.where.input.value = like;
          this.look();
        });
        return button;
      }),
    );
  }

  choose(choice) {
    const what = this.what.input.value.trim();
    if (!what) return this.step("what");
    this.last = choice.id;
    this.put({ id: uuid(), what, where: this.where.input.value.trim(), at: this.at, which: choice.id, hide: this.hide.checked });
    this.empty();
    this.say(this.data.words.saving);
    this.step("what");
  }

  empty() {
    this.what.input.value = this.where.input.value = this.looked = this.found.textContent = "";
    this.at = null;
    this.hide.checked = false;
    this.likes.replaceChildren();
  }

  put(entry) {
    this.outbox.push(entry);
    this.post();
  }

  post() {
    this.turn += 1;
    this.send({ turn: this.turn, entries: this.outbox });
  }

  takeBack() {
    this.put({ id: uuid(), undo: true });
    this.step("what");
  }

  // Over words that are being typed, the key takes back typing; in an empty field the last that was saved.
  undoKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "z") return;
    const at = event.composedPath()[0];
    const types = at instanceof HTMLElement && (at.matches("input, textarea") || at.isContentEditable);
    if (types && (at.value || !this.box.contains(at))) return;
    if (!this.box.isConnected || this.undo.disabled || event.repeat) return;
    event.preventDefault();
    this.takeBack();
  }

  // What could not be kept comes back with its words and the reason, and can be sent again.
  leftOver(refused) {
    const drawn = JSON.stringify(refused);
    if (drawn === this.refusedDrawn) return;
    this.refusedDrawn = drawn;
    this.left.replaceChildren(
      ...refused.map((entry) => {
        const item = element("li");
        const words = element("span", "", [entry.what, entry.where].filter(Boolean).join(", "));
        words.dir = "auto";
        const why = element("b", "", entry.why);
        const again = element("button", "", this.data.words.again);
        again.type = "button";
        again.addEventListener("click", () => {
          item.remove();
          this.put({ id: uuid(), what: entry.what, where: entry.where, at: entry.at, which: entry.which, hide: entry.hide, instead: entry.id });
        });
        item.append(why, words, again);
        return item;
      }),
    );
  }

  say(text, wrong) {
    this.status.textContent = "";
    this.status.className = wrong ? "status bad" : "status";
    requestAnimationFrame(() => (this.status.textContent = text || ""));
  }

  close() {
    document.removeEventListener("keydown", this.back);
    clearInterval(this.timer);
    this.box.remove();
  }
}
