// The map and the list of the screen: one component, two faces. Heavy data come over routes that the browser keeps;
// what changes with every click (which are shown, which is chosen) is all that Streamlit sends.
import { ListFace } from "./listface.js";
import { MapFace } from "./mapface.js";
import { TableFace } from "./tableface.js";
import { learn } from "../../webmap/js/words.js";
import { WallFace } from "../wall/wallface.js";

const FACES = { list: ListFace, map: MapFace, table: TableFace, wall: WallFace };

// One face a mount, kept across reruns: the view, the zoom and the scroll stay.
const faces = new WeakMap();

// The page says by its style which way it is written; ours must know it by name.
function written(parentElement) {
  for (const box of parentElement.querySelectorAll(".frame")) {
    box.dir = getComputedStyle(box.parentElement || box.getRootNode().host).direction;
  }
}

export default function livemap(component) {
  const { parentElement, data } = component;
  learn(data.words);
  let face = faces.get(parentElement);
  const language = JSON.stringify(data.words || {});
  if (face && face.language !== language) {
    face.close(); // drawn anew in another language
    face = null;
  }
  if (!face) {
    face = new FACES[data.face](parentElement);
    face.language = language;
    faces.set(parentElement, face);
  }
  face.pick = (id) => component.setTriggerValue("picked", id);
  face.say = (shape) => component.setTriggerValue("drawn", shape);
  face.update(data);
  requestAnimationFrame(() => written(parentElement));
  // Also called for a mount that was overtaken while it loaded: the face goes only when its place in the page is gone.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || !faces.has(parentElement)) return;
      face.close();
      faces.delete(parentElement);
    }, 0);
}
