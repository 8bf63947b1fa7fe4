// The quiet base map of a page that is one file: all shapes at once, as assetmap/webmap/ground.py wrote them.
import { shapes, unit } from "./decode.js";
import { CanvasLayer } from "./layer.js";
import { nothing, paint, STREETS, stretch, STRETCHES } from "./paint.js";

export class Ground {
  constructor(data, colours) {
    this.colours = colours;
    this.overlay = null;
    this.piece = read(data);
    this.layer = new CanvasLayer((context, view) => this.draw(context, view), { pane: "tilePane", padding: 0.25 });
  }

  // Colour areas by an index, or (null) do not.
  show(overlay) {
    this.overlay = coloured(overlay);
    this.layer.redraw();
  }

  draw(context, view) {
    paint(context, view, { colours: this.colours, overlay: this.overlay, pieces: [this.piece] });
  }
}

// What paints itself (`under` the streets, `over` them) is taken as it is.
export const coloured = (overlay) =>
  !overlay || overlay.under ? overlay || null : { areas: shapes(overlay.shapes, overlay.frame), colours: overlay.colours };

function read(data) {
  const text = ["", ...(data.text || [])], frame = data.frame;
  const piece = nothing();
  for (const kind of ["green", "water", "brooks", "railway"]) piece[kind] = shapes(data[kind], frame);
  piece.streets = STREETS.map((_, rank) => shapes((data.streets || [])[rank], frame));
  piece.places = (data.names || []).map(([lon, lat, name, rank]) => {
    const [x, y] = unit(lon, lat);
    return { name: text[name], rank, x, y };
  });
  for (const { name, box } of [...piece.green, ...piece.water]) {
    const middle = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 };
    if (name) piece.areas.push({ name: text[name], wide: box[2] - box[0], ...middle });
  }
  STRETCHES.forEach((_, rank) => {
    for (const line of piece.streets[rank]) if (line.name) piece.stretches.push(longest(line, text[line.name], rank));
  });
  return piece;
}

// The longest straight stretch of a line: where its name is read best.
function longest(line, name, rank) {
  let best = stretch(name, rank, 0, 0, 0, 0);
  for (const part of line.parts) {
    for (let i = 2; i < part.length; i += 2) {
      if (Math.hypot(part[i] - part[i - 2], part[i + 1] - part[i - 1]) > best.length) {
        best = stretch(name, rank, part[i - 2], part[i - 1], part[i], part[i + 1]);
      }
    }
  }
  return best;
}
