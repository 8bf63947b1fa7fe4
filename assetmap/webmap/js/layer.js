// A canvas over the whole view that moves with the map and is drawn anew when the map stands still.
import * as L from "leaflet/dist/leaflet-src.esm.js";

export const CanvasLayer = L.Renderer.extend({
  initialize(draw, options) {
    L.Util.setOptions(this, options);
    L.Util.stamp(this);
    this._layers = {};
    this._drawer = draw;
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._container.style.pointerEvents = "none";
  },
  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },
  _updatePaths() {},
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    const width = Math.round(size.x * ratio), height = Math.round(size.y * ratio);
    if (this._container.width !== width) this._container.width = width;
    if (this._container.height !== height) this._container.height = height;
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this.redraw();
  },
  // Several changes at once are one drawing.
  soon() {
    cancelAnimationFrame(this._waiting);
    this._waiting = requestAnimationFrame(() => this.redraw());
  },
  redraw() {
    // While the map zooms the picture grows or shrinks with it; it is drawn anew at the end.
    if (!this._map || !this._bounds || this._map._animatingZoom) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const context = this._container.getContext("2d");
    const size = this._bounds.getSize();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    const zoom = this._map.getZoom();
    const scale = 256 * 2 ** zoom;
    const corner = this._map.getPixelOrigin().add(this._bounds.min);
    const box = [corner.x / scale, corner.y / scale, (corner.x + size.x) / scale, (corner.y + size.y) / scale];
    this._drawer(context, { zoom, scale, x: corner.x, y: corner.y, size, box, latitude: this._map.getCenter().lat });
  },
});

export const touches = (one, other) =>
  one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];

export function trace(context, shape, view, close) {
  for (const part of shape.parts) {
    for (let i = 0; i < part.length; i += 2) {
      const x = part[i] * view.scale - view.x, y = part[i + 1] * view.scale - view.y;
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (close) context.closePath();
  }
}
