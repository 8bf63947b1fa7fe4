// Presses a button of the page by a single letter. Never while somebody types, never over another program's keys, and
// off at one press, which this browser remembers: who speaks to their machine would press letters without meaning to.
const OFF = "assetmap-letters-off";
const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable], "
  + "[role=textbox], [role=combobox], [role=listbox], [role=menu], [role=dialog], .map";
const lines = new WeakMap();
let heard = null;
let off = remembered();

export default function letters({ data, parentElement }) {
  let line = lines.get(parentElement);
  if (!line) {
    line = new Line(parentElement);
    lines.set(parentElement, line);
  }
  line.offer(data);
  heard = line;
  return () => {
    if (heard === line) heard = null;
  };
}

class Line {
  constructor(parent) {
    this.box = document.createElement("p");
    this.box.className = "letters";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.addEventListener("click", () => {
      off = !off;
      remember();
      this.draw();
    });
    this.words = document.createElement("span");
    this.words.style.display = "contents";
    this.box.append(this.words, this.button);
    parent.append(this.box);
  }

  offer({ offered, words }) {
    this.offered = offered;
    this.said = words;
    this.draw();
  }

  draw() {
    const said = off ? [] : this.offered.map(([letter, words]) => {
      const one = document.createElement("span");
      const key = document.createElement("kbd");
      key.textContent = letter;
      one.append(key, ` ${words}`);
      return one;
    });
    this.box.hidden = !this.offered.length;
    this.words.replaceChildren(...said);
    this.button.textContent = off ? this.said.on : this.said.off;
  }
}

addEventListener("keydown", (event) => {
  if (off || !heard || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.composedPath().some((x) => x instanceof Element && x.matches(TYPING))) return;
  const offered = heard.offered.find(([letter]) => letter.toLowerCase() === event.key.toLowerCase());
  if (!offered) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const answering = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running";
  const button = [...document.querySelectorAll(offered[2])].find((x) => !x.disabled && x.getClientRects().length);
  if (button && !event.repeat && !answering) button.click();
}, true);

function remembered() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function remember() {
  try {
    localStorage.setItem(OFF, off ? "1" : "");
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
