// Words beside the map. Every text goes in as text, never as markup.
export function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function legend(overlay) {
  const box = element("section", "legend");
  box.setAttribute("aria-label", "What the colours mean");
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
