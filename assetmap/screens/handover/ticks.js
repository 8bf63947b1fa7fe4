// The ranked list. Everything that people wrote is set as text, never as markup. A tick shows at once; what was
// ticked by hand goes to the server whole, so that two quick ticks cannot overtake each other.
const lists = new WeakMap();

export default function ticks(component) {
  const { parentElement, data } = component;
  let list = lists.get(parentElement);
  if (!list) {
    list = { box: element("div", "list"), rows: new Map(), order: "", epoch: null, byHand: {} };
    parentElement.append(list.box);
    lists.set(parentElement, list);
  }
  list.say = () => component.setStateValue("ticks", { epoch: list.epoch, by_hand: { ...list.byHand } });
  if (list.epoch !== data.epoch) {
    list.epoch = data.epoch;
    list.byHand = { ...data.by_hand };
  }
  draw(list, data.sections, data.fits);
}

function element(tag, kind) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  return made;
}

function draw(list, sections, fits) {
  const wanted = new Set();
  for (const section of sections) {
    for (const row of section.rows) {
      wanted.add(row.id);
      if (!list.rows.has(row.id)) list.rows.set(row.id, made(list, row.id));
      fill(list, list.rows.get(row.id), row);
    }
  }
  for (const id of [...list.rows.keys()]) if (!wanted.has(id)) list.rows.delete(id);
  // Laid out anew only where the order changed: who is on a row with the keyboard stays there.
  const order = JSON.stringify(sections.map((section) => [section.title, section.rows.map((row) => row.id)]));
  if (order === list.order) return;
  list.order = order;
  list.box.replaceChildren(
    ...sections.filter((section) => section.rows.length).flatMap((section) => {
      const rows = element("ol");
      rows.append(...section.rows.map((row) => list.rows.get(row.id).item));
      rows.setAttribute("aria-label", section.title || fits);
      if (!section.title) return [rows];
      const heading = element("h3");
      heading.textContent = section.title;
      return [heading, rows];
    }),
  );
}

function made(list, id) {
  const item = element("li");
  const label = element("label");
  const box = element("input");
  box.type = "checkbox";
  box.addEventListener("change", () => {
    list.byHand[id] = box.checked;
    list.say();
    window.dispatchEvent(new Event("assetmap-ticked")); // the page beside it is not the right one for a moment
  });
  const symbol = element("img");
  symbol.alt = "";
  const words = element("div", "words");
  const parts = {};
  const rest = ["far", "open", "lacks", "why", "when", "busy", "checked"];
  for (const [name, tag] of [["name", "b"], ...rest.map((name) => [name, "p"])]) {
    parts[name] = element(tag, name);
    words.append(parts[name]);
  }
  parts.name.id = `name-${id}`;
  parts.name.dir = parts.when.dir = "auto";
  for (const name of rest) parts[name].id = `${name}-${id}`;
  box.setAttribute("aria-labelledby", parts.name.id);
  box.setAttribute("aria-describedby", rest.map((name) => `${name}-${id}`).join(" "));
  label.append(box, symbol, words);
  item.append(label);
  return { item, box, symbol, parts };
}

function fill(list, row, said) {
  row.box.checked = list.byHand[said.id] ?? said.ticked;
  if (row.symbol.getAttribute("src") !== said.symbol) row.symbol.src = said.symbol;
  for (const name of Object.keys(row.parts)) {
    const text = said[name];
    if (row.parts[name].textContent !== text) row.parts[name].textContent = text;
    row.parts[name].hidden = !text;
  }
  row.item.classList.toggle("overdue", said.overdue);
  row.parts.open.classList.toggle("is-open", said.open_now === true);
}
