// The files that every peer reads, so that all train the same weights on the same batches:
// `weights.f32` (each layer's W, then its b), `x.f32` ([ring, batch, n]) and `y.f32` or, where y is a class, `y.i32`;
// and `row.json`, the row of lib/rows.js for those who cannot import it.
import fs from "node:fs";
import path from "node:path";
import { isBinary, layersOf, weightCount } from "./rows.js";

/** Of all numbers in the files. */
export const seed = 20260725;

/** Writes a row's files and returns their folder. */
export function writeData(name, row, root) {
  const folder = path.join(root, name);
  fs.mkdirSync(folder, { recursive: true });
  const random = generator(seed + Number(name.slice(1)));
  const write = (file, numbers) => fs.writeFileSync(path.join(folder, file), new Uint8Array(numbers.buffer));
  fs.writeFileSync(path.join(folder, "row.json"), JSON.stringify(row));
  write("weights.f32", firstWeights(row, random));
  const examples = row.ring * row.batch;
  const n = row.widths[0];
  const x = Float32Array.from({ length: examples * n }, () => normal(random));
  write("x.f32", x);
  if (isBinary(row)) write("y.f32", Float32Array.from(quadrants(x, random)));
  else write("y.i32", Int32Array.from(nearestTeacher(x, n, row.widths.at(-1), random)));
  return folder;
}

/** Reads what `writeData` wrote. */
export function readData(row, folder) {
  const bytes = (file) => {
    const { buffer, byteOffset, byteLength } = fs.readFileSync(path.join(folder, file));
    return buffer.slice(byteOffset, byteOffset + byteLength);
  };
  const xs = new Float32Array(bytes("x.f32"));
  const ys = isBinary(row) ? new Float32Array(bytes("y.f32")) : new Int32Array(bytes("y.i32"));
  const size = row.batch * row.widths[0];
  const batches = Array.from({ length: row.ring }, (_, i) => ({
    x: xs.subarray(i * size, (i + 1) * size),
    y: ys.subarray(i * row.batch, (i + 1) * row.batch),
  }));
  return { weights: new Float32Array(bytes("weights.f32")), batches };
}

/** Glorot's or He's deviation; small biases, so that a wrong one shows in the losses. */
function firstWeights(row, random) {
  const weights = new Float32Array(weightCount(row));
  for (const { n, m, W, b } of layersOf(row)) {
    const deviation = row.activation === "relu" ? Math.sqrt(2 / n) : Math.sqrt(2 / (n + m));
    for (let i = 0; i < n * m; i++) weights[W + i] = deviation * normal(random);
    for (let j = 0; j < m; j++) weights[b + j] = 0.1 * normal(random);
  }
  return weights;
}

/** Exclusive or of the signs, one label in ten turned: there is something to learn, and never all of it. */
function quadrants(x, random) {
  return Array.from({ length: x.length / 2 }, (_, i) => {
    const label = x[2 * i] > 0 !== x[2 * i + 1] > 0;
    return Number(random() < 0.1 ? !label : label);
  });
}

/** The largest of as many random linear maps as there are classes; one label in ten is drawn. */
function nearestTeacher(x, n, classes, random) {
  const teacher = Float64Array.from({ length: n * classes }, () => normal(random));
  return Array.from({ length: x.length / n }, (_, i) => {
    if (random() < 0.1) return Math.floor(random() * classes);
    const scores = new Float64Array(classes);
    for (let k = 0; k < n; k++)
      for (let c = 0; c < classes; c++) scores[c] += x[i * n + k] * teacher[k * classes + c];
    return scores.indexOf(Math.max(...scores));
  });
}

/** Uniform in [0, 1): mulberry32. */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal, by Box and Muller. */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
