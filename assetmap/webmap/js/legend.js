// Words beside the map. Every text goes in as text, never as markup.
import { say } from "./words.js";

export function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

// The legend folds into a button; on a narrow screen it begins so (map.css), for it would cover half the map.
export function legendBox() {
  const box = element("section", "legend");
  box.setAttribute("aria-label", say("What the colours mean"));
  const toggle = element("button", "toggle", say("Colours"));
  toggle.type = "button";
  const narrow = window.matchMedia("(max-width: 700px)").matches;
  box.classList.toggle("open", !narrow);
  toggle.setAttribute("aria-expanded", String(!narrow));
  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-expanded", String(box.classList.toggle("open")));
  });
  box.append(toggle);
  return box;
}

export function legend(overlay) {
  const box = legendBox();
  box.append(element("strong", "", overlay.title));
  const ramp = element("div", "ramp");
  for (const colour of overlay.ramp) {
    const step = element("span");
    step.style.background = colour;
    ramp.append(step);
  }
  const ends = element("div", "ends");
  ends.append(element("span", "", overlay.low), element("span", "", overlay.high));
  box.append(ramp, ends);
  if (overlay.unknown) box.append(element("div", "unknown", overlay.unknown));
  box.append(element("small", "", overlay.source));
  return box;
}
