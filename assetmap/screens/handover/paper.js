// The page as it will print. Print is a plain link that opens the page in a tab of its own: it works where windows
// that open by themselves are forbidden. Its address leads to memory, is random and dies soon; it is renewed here.
const papers = new WeakMap();

export default function paper(component) {
  const { parentElement, data } = component;
  let it = papers.get(parentElement);
  if (!it) {
    it = made(parentElement);
    papers.set(parentElement, it);
  }
  it.renew = () => component.setTriggerValue("opened", Date.now());
  it.handed = () => component.setTriggerValue("handed", Date.now());
  // Runs on while nothing changes; ends when the page has gone from the screen.
  it.timer ??= setInterval(() => (it.box.isConnected ? it.renew() : stop(it)), data.renew_s * 1000);
  fill(it, data);
}

function stop(it) {
  clearInterval(it.timer);
  it.timer = null;
}

function element(tag, kind, text) {
  const one = document.createElement(tag);
  if (kind) one.className = kind;
  if (text) one.textContent = text;
  return one;
}

function made(parent) {
  const it = { box: element("div", "paper"), text: "", changingUntil: 0 };
  it.print = element("a", "print");
  it.copy = element("button", "copy");
  it.copy.type = "button";
  it.web = element("a", "web");
  it.link = element("button", "web");
  it.link.type = "button";
  it.link.addEventListener("click", () => copyLink(it));
  it.also = element("div", "also");
  it.also.append(it.web, it.link);
  it.status = element("span", "status");
  it.status.setAttribute("role", "status");
  it.about = element("p", "about");
  it.missing = element("p", "missing");
  it.sheets = element("div", "sheets");
  it.details = element("details");
  it.field = element("textarea");
  it.field.readOnly = true;
  it.field.rows = 8;
  it.said = element("p", "about");
  it.summary = element("summary");
  it.details.append(it.summary, it.field, it.said);
  for (const link of [it.print, it.web]) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    // The browser follows the link first; then it is counted, and the screen takes a fresh address for the next time.
    link.addEventListener("click", (event) => {
      if (Date.now() < it.changingUntil) {
        event.preventDefault();
        it.status.textContent = it.say("One moment: the page is changing.");
        return;
      }
      setTimeout(() => it.handed(), 400);
    });
  }
  window.addEventListener("assetmap-ticked", () => (it.changingUntil = Date.now() + 3000));
  it.copy.addEventListener("click", () => copy(it));
  const bar = element("div", "bar");
  // On a phone the bar is always in sight and the choices are not: it says what they are and leads to them.
  it.setAs = element("button", "set-as");
  it.setAs.type = "button";
  it.setAs.addEventListener("click", toChoices);
  bar.append(it.print, it.copy, it.setAs, it.status);
  it.box.append(bar, it.about, it.missing, it.sheets, it.also, it.details);
  parent.append(it.box);
  return it;
}

function named(it) {
  it.print.textContent = it.say("Print");
  it.copy.textContent = it.say("Copy as text");
  it.web.textContent = it.say("Open it as a web page");
  it.link.textContent = it.say("Copy a link to these");
  it.summary.textContent = it.say("See the text");
  it.field.setAttribute("aria-label", it.say("The text that is copied"));
}

function fill(it, data) {
  it.say = speaker(data.tongue);
  named(it);
  if (it.changingUntil) it.status.textContent = "";
  it.changingUntil = 0;
  it.print.href = data.address;
  it.web.href = `${data.address}/web`;
  it.about.textContent = data.about;
  it.linksTo = new URL(data.link, location.origin).href;
  it.setAs.textContent = data.set_as;
  it.setAs.hidden = !data.set_as;
  it.missing.textContent = data.missing;
  it.missing.hidden = !data.missing;
  it.said.textContent = data.said;
  if (it.text !== data.text) {
    it.text = it.field.value = data.text;
    it.status.textContent = "";
  }
  if (it.address === data.address) return;
  it.address = data.address;
  show(it, data);
}

function toChoices() {
  const choices = document.querySelector(".st-key-refer_options");
  if (!choices) return;
  choices.scrollIntoView({ block: "center" });
  choices.querySelector("button, input")?.focus({ preventScroll: true });
}

// Each new picture takes the place of the old one when it is ready to be seen: nothing blinks.
async function show(it, data) {
  const now = () => it.address === data.address;
  const pictures = Array.from({ length: data.sheets }, (_, i) => {
    const picture = element("img");
    picture.alt = i
      ? it.say("Sheet {n} of {all}", { n: i + 1, all: data.sheets })
      : `${it.say("The page as it will print.")} ${data.words}`;
    picture.width = 800;
    picture.height = Math.round(800 * data.shape);
    picture.src = `${data.address}/sheet/${i + 1}`;
    return picture;
  });
  const seen = pictures.map(async (picture, i) => {
    if (!it.sheets.children[i]) it.sheets.append(picture);
    await picture.decode().catch(() => {});
    if (now() && picture.naturalWidth && it.sheets.children[i] !== picture) it.sheets.children[i].replaceWith(picture);
  });
  await Promise.all(seen);
  if (!now() || !pictures.every((picture) => picture.naturalWidth)) return;
  while (it.sheets.childElementCount > data.sheets) it.sheets.lastElementChild.remove();
  it.sheets.dataset.shown = data.address.slice(-6);
}

// Codes of the places and the day: nothing of what was asked.
async function copyLink(it) {
  const done = await copied(it.linksTo, () => {
    it.details.open = true;
    it.field.value = it.linksTo;
    it.field.focus();
    it.field.select();
  });
  if (done) it.link.focus();
  it.handed();
  it.status.textContent = "";
  requestAnimationFrame(() => {
    it.status.textContent = it.say(done ? "Link copied ✓" : "The link is marked: copy it now.");
  });
}

async function copy(it) {
  it.field.value = it.text;
  const done = await copied(it.text, () => {
    it.details.open = true;
    it.field.focus();
    it.field.select();
  });
  if (done) it.copy.focus();
  it.handed();
  it.status.textContent = "";
  requestAnimationFrame(() => {
    it.status.textContent = it.say(done ? "Copied ✓" : "The text is marked: copy it now.");
  });
}
