// The frame of either face: its own style sheet, for no rule of the page reaches in here.
import style from "livemap-style";
import { element } from "../../webmap/js/legend.js";

export function frame(parent, kind) {
  const sheet = element("style");
  sheet.textContent = style;
  const box = element("div", `frame ${kind}`);
  parent.append(sheet, box);
  return { sheet, box };
}
