// Reads what assetmap/webmap/encode.py wrote: signed numbers, five bits a character, lowest first; the
// lowest bit of a number is its sign.
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUE[ALPHABET.charCodeAt(i)] = i;

function numbers(text) {
  const out = [];
  let value = 0;
  let shift = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = VALUE[text.charCodeAt(i)];
    value |= (digit & 31) << shift;
    if (digit & 32) shift += 5;
    else {
      out.push(value & 1 ? -(value >> 1) - 1 : value >> 1);
      value = shift = 0;
    }
  }
  return out;
}

// Longitude and latitude to the unit square of Web Mercator (0, 0 is the north-west corner).
export function unit(lon, lat) {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

// One token a shape, its parts apart by dots; the first part holds the index of its name (0: none) and its value.
export function shapes(text, frame) {
  if (!text) return [];
  let x = 0;
  let y = 0;
  return text.split(" ").map((token) => {
    const [head, ...rest] = token.split(".");
    const [name, value] = numbers(head);
    let west = Infinity, north = Infinity, east = -Infinity, south = -Infinity;
    const parts = rest.map((part) => {
      const steps = numbers(part);
      const line = new Float64Array(steps.length);
      for (let i = 0; i < steps.length; i += 2) {
        x += steps[i];
        y += steps[i + 1];
        const [u, v] = unit(frame.west + x * frame.step_x, frame.south + y * frame.step_y);
        line[i] = u;
        line[i + 1] = v;
        if (u < west) west = u;
        if (u > east) east = u;
        if (v < north) north = v;
        if (v > south) south = v;
      }
      return line;
    });
    return { name, value, parts, box: [west, north, east, south] };
  });
}
