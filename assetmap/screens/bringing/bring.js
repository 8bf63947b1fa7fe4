// Brings one element of the page into view and gives it the focus, once for each turn; what it says is then read out.
const done = new WeakMap();
const LONGEST_MS = 5000;

export default function bring(component) {
  const { parentElement, data } = component;
  if (done.get(parentElement) === data.turn) return;
  done.set(parentElement, data.turn);
  if (data.to) soon(() => done.get(parentElement) === data.turn, data.to, Date.now());
}

// What it is about may be drawn a little later than this is; what is above it may still grow.
function soon(still, to, since) {
  if (!still() || Date.now() - since > LONGEST_MS) return;
  const found = document.querySelector(to);
  if (!found || document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running") {
    setTimeout(() => soon(still, to, since), 50);
    return;
  }
  requestAnimationFrame(() => show(found));
}

function show(found) {
  const box = found.getBoundingClientRect();
  const top = document.querySelector("[data-testid=stHeader]")?.getBoundingClientRect().bottom ?? 0;
  if (box.top < top || box.bottom > window.innerHeight) {
    found.style.scrollMarginTop = `${Math.ceil(top) + 8}px`;
    found.scrollIntoView({ block: box.height > window.innerHeight / 2 ? "start" : "center" }); // its field stays in view
  }
  if (!found.matches("a, button, input, textarea, select, [tabindex]")) found.tabIndex = -1;
  found.style.outlineOffset = "3px";
  found.focus({ preventScroll: true });
}
