// The four corners of a map's frame, pointed at by hand on the picture of a sheet: by finger, mouse, or arrow keys. A
// round glass shows what lies under the corner that is being moved, three times as large.
const pictures = new WeakMap();
const GLASS = 3, STEP = 1, FAR = 10; // how large the glass shows; pixels a key moves
const AT_FIRST = [[0.12, 0.12], [0.88, 0.12], [0.88, 0.88], [0.12, 0.88]];

export default function corners({ parentElement, data, setTriggerValue }) {
  let it = pictures.get(parentElement);
  if (!it || it.turn !== data.turn) {
    if (it) it.box.remove();
    it = new Corners(parentElement, data);
    pictures.set(parentElement, it);
  }
  it.send = (shares) => setTriggerValue("corners", shares);
  it.say(data.words);
}

class Corners {
  constructor(parent, data) {
    this.turn = data.turn;
    this.at = AT_FIRST.map((x) => [...x]);
    this.next = 0; // which corner a tap on the picture puts; none after the fourth
    this.box = make("div", "corners");
    this.hint = make("p", "hint");
    this.hint.setAttribute("role", "status");
    this.frame = make("div", "frame");
    this.image = make("img");
    this.image.alt = "";
    this.image.draggable = false;
    this.image.src = data.picture;
    this.line = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.line.setAttribute("viewBox", "0 0 1 1");
    this.line.setAttribute("preserveAspectRatio", "none");
    this.line.append(document.createElementNS("http://www.w3.org/2000/svg", "polygon"));
    this.glass = make("div", "glass");
    this.glass.hidden = true;
    this.knobs = this.at.map((_, which) => this.knob(which));
    this.frame.append(this.image, this.line, ...this.knobs, this.glass);
    this.row = make("div", "row");
    this.go = make("button", "go");
    this.again = make("button");
    this.go.type = this.again.type = "button";
    this.go.addEventListener("click", () => this.send(this.at));
    this.again.addEventListener("click", () => this.reset());
    this.row.append(this.go, this.again);
    this.box.append(this.hint, this.frame, this.row);
    parent.append(this.box);
    this.image.addEventListener("load", () => this.draw());
    this.frame.addEventListener("pointerdown", (event) => this.tap(event));
    this.draw();
  }

  say(words) {
    this.words = words;
    this.go.textContent = words.go;
    this.again.textContent = words.again;
    this.knobs.forEach((knob, which) => knob.setAttribute("aria-label", `${words.corners[which]}. ${words.keys}`));
    this.tell();
  }

  tell() {
    this.frame.classList.toggle("taps", this.next < 4);
    this.hint.textContent = this.next < 4 ? this.words.tap.replace("{corner}", this.words.corners[this.next]) : this.words.drag;
  }

  knob(which) {
    const knob = make("button", "knob");
    knob.type = "button";
    knob.textContent = String(which + 1);
    knob.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      this.grab(which, event);
    });
    knob.addEventListener("keydown", (event) => this.key(which, event));
    knob.addEventListener("focus", () => this.look(which));
    knob.addEventListener("blur", () => (this.glass.hidden = true));
    return knob;
  }

  share(event) {
    const box = this.image.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  // The first four taps put the corners in their order; after that a tap moves the nearest.
  tap(event) {
    event.preventDefault();
    const at = this.share(event);
    const far = ([x, y]) => (x - at[0]) ** 2 + (y - at[1]) ** 2;
    const which = this.next < 4 ? this.next : [0, 1, 2, 3].reduce((best, x) => (far(this.at[x]) < far(this.at[best]) ? x : best));
    this.next = Math.min(4, Math.max(this.next, which + 1));
    this.put(which, at);
    this.grab(which, event);
    this.tell();
  }

  grab(which, event) {
    const knob = this.knobs[which];
    knob.focus({ preventScroll: true });
    const from = this.share(event), start = this.at[which];
    const moved = (now) => {
      const at = this.share(now);
      this.put(which, [start[0] + at[0] - from[0], start[1] + at[1] - from[1]]);
      this.next = Math.max(this.next, which + 1);
      this.tell();
    };
    const ended = () => {
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", ended);
      removeEventListener("pointercancel", ended);
    };
    addEventListener("pointermove", moved);
    addEventListener("pointerup", ended);
    addEventListener("pointercancel", ended);
    event.preventDefault();
  }

  key(which, event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const box = this.image.getBoundingClientRect(), by = event.shiftKey ? FAR : STEP;
    const [x, y] = this.at[which];
    this.put(which, [x + (way[0] * by) / box.width, y + (way[1] * by) / box.height]);
    this.next = 4;
    this.tell();
  }

  put(which, [x, y]) {
    this.at[which] = [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];
    this.draw();
    this.look(which);
  }

  look(which) {
    const box = this.image.getBoundingClientRect(), [x, y] = this.at[which];
    const glass = this.glass, half = 55;
    glass.hidden = false;
    glass.style.backgroundImage = `url("${this.image.src}")`;
    glass.style.backgroundSize = `${box.width * GLASS}px ${box.height * GLASS}px`;
    glass.style.backgroundPosition = `${half - x * box.width * GLASS}px ${half - y * box.height * GLASS}px`;
    glass.style[x < 0.5 ? "right" : "left"] = "8px"; // on the other side than the finger
    glass.style[x < 0.5 ? "left" : "right"] = "auto";
  }

  reset() {
    this.at = AT_FIRST.map((x) => [...x]);
    this.next = 0;
    this.glass.hidden = true;
    this.draw();
    this.tell();
  }

  draw() {
    this.knobs.forEach((knob, which) => {
      knob.style.left = `${this.at[which][0] * 100}%`;
      knob.style.top = `${this.at[which][1] * 100}%`;
    });
    this.line.firstChild.setAttribute("points", this.at.map((x) => x.join(",")).join(" "));
  }
}

function make(tag, name) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  return made;
}
