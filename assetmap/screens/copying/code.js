const codes = new WeakMap();

export default function code({ parentElement, data }) {
  let it = codes.get(parentElement);
  if (!it) {
    it = made(parentElement);
    codes.set(parentElement, it);
  }
  const say = (it.say = speaker(data.said));
  it.button.textContent = say("Copy");
  it.button.setAttribute("aria-label", say("Copy the code"));
  if (it.code.textContent === data.text) return;
  it.code.textContent = data.text;
  it.status.textContent = "";
}

function made(parent) {
  const box = document.createElement("div");
  box.className = "code";
  const it = { code: document.createElement("code"), field: document.createElement("textarea") };
  it.button = document.createElement("button");
  it.button.type = "button";
  it.status = document.createElement("span");
  it.status.setAttribute("role", "status");
  it.field.readOnly = true;
  it.field.tabIndex = -1;
  it.field.setAttribute("aria-hidden", "true");
  it.button.addEventListener("click", () => copy(it));
  box.append(it.code, it.button, it.status, it.field);
  parent.append(box);
  return it;
}

async function copy(it) {
  const done = await copied(it.code.textContent, () => {
    it.field.value = it.code.textContent;
    it.field.select();
  });
  it.button.focus();
  if (!done) getSelection().selectAllChildren(it.code);
  it.status.textContent = "";
  requestAnimationFrame(() => {
    it.status.textContent = it.say(done ? "Copied ✓" : "The code is marked: copy it now.");
  });
}
