// Says so when the program no longer answers: Streamlit would let a page look alive on which nothing can be saved.
const EVERY_MS = 5000;
const WAIT_MS = 4000;
let beating = null;

export default function pulse({ data, parentElement }) {
  if (!beating) {
    beating = new Beat(data.address);
    wordsFirst();
  }
  beating.seen = parentElement;
  beating.gone = data.gone;
  document.documentElement.lang = data.language; // read aloud in the language that it is written in
  if (data.chosen) document.cookie = `${data.cookie}=${data.chosen}; path=${data.path}; SameSite=Strict`;
  return () => {};
}

class Beat {
  constructor(address) {
    this.address = address;
    this.failed = 0;
    this.next();
  }

  next() {
    setTimeout(() => this.ask(), EVERY_MS);
  }

  async ask() {
    try {
      const said = await fetch(this.address, { cache: "no-store", signal: AbortSignal.timeout(WAIT_MS) });
      this.failed = said.ok ? 0 : this.failed + 1;
    } catch {
      this.failed += 1;
    }
    this.tell(this.failed >= 2);
    this.next();
  }

  tell(gone) {
    if (Boolean(this.box) === gone) return;
    if (!gone) {
      this.box.remove();
      this.box = null;
      return;
    }
    this.box = document.createElement("p");
    this.box.setAttribute("role", "alert");
    this.box.id = "assetmap-gone";
    this.box.textContent = this.gone;
    document.body.append(this.box);
  }
}

// A field hands over what was typed when it is left. Where the same tap leaves it and goes to another screen, the words
// would arrive on that screen, which Streamlit then empties: so the step waits until they are on their way.
const AHEAD_MS = 350;

function wordsFirst() {
  let left = 0;
  let passing = false;
  document.addEventListener("focusout", ({ target }) => {
    if (target instanceof HTMLElement && target.matches("input, textarea")) left = performance.now();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    const since = performance.now() - left;
    if (!link || passing || link.target === "_blank" || !left || since > AHEAD_MS) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => {
      passing = true;
      link.click();
      passing = false;
    }, AHEAD_MS - since);
  }, true);
}
