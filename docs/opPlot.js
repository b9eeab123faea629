// A function and its derivative on one axis, as SVG; where the derivative is all but gone the ground is shaded.

const width = 480;
const height = 300;
const pad = 28;
const from = -5;
const to = 5;
const samples = 400;
/** Below this a derivative trains nothing to speak of. */
const flat = 0.01;

/**
 * @param name what the curve is called
 * @param value x ↦ y, an array of numbers at once
 * @param slope x ↦ dy/dx
 */
export function plot(name, value, slope) {
  // Between the whole numbers, where functions have their kinks: so a jump is one step.
  const xs = Array.from({ length: samples }, (_, i) => from + ((to - from) * (i + 0.5)) / samples);
  const ys = value(xs);
  // Where there is no value there is no slope, whatever a rule makes of it.
  const ds = slope(xs).map((d, i) => (Number.isNaN(ys[i]) ? NaN : d));
  const finite = [...ys, ...ds].filter((y) => Number.isFinite(y) && Math.abs(y) <= 5);
  const low = Math.min(-0.25, ...finite) - 0.15;
  const high = Math.max(1.1, ...finite) + 0.15;
  const px = (x) => round(pad + ((x - from) / (to - from)) * (width - 2 * pad));
  const py = (y) => round(height - pad - ((y - low) / (high - low)) * (height - 2 * pad));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${name} and its derivative">`,
    `<style>text{font:12px system-ui,sans-serif;fill:#444}.v{stroke:#1f5fa8;stroke-width:2.2;fill:none}.d{stroke:#c2571a;stroke-width:2;stroke-dasharray:6 4;fill:none}.a{stroke:#888;stroke-width:1}.g{fill:#000;opacity:.07}@media(prefers-color-scheme:dark){text{fill:#ccc}.v{stroke:#7db4f0}.d{stroke:#f0a06a}.g{fill:#fff;opacity:.1}}</style>`,
    ...zones(xs, ds).map(
      ([a, b]) =>
        `<rect class="g" x="${px(a)}" y="${pad}" width="${round(px(b) - px(a))}" height="${height - 2 * pad}"/>`,
    ),
    `<path class="a" d="M${pad} ${py(0)}H${width - pad}M${px(0)} ${pad}V${height - pad}"/>`,
    ...[-4, -2, 2, 4].map((x) => `<text x="${px(x)}" y="${py(0) + 15}" text-anchor="middle">${x}</text>`),
    ...ticks(low, high).map((y) => `<text x="${px(0) - 6}" y="${py(y) + 4}" text-anchor="end">${y}</text>`),
    `<path class="d" d="${line(xs, ds, px, py, low, high)}"/>`,
    `<path class="v" d="${line(xs, ys, px, py, low, high)}"/>`,
    `<path class="v" d="M${pad} 14h26"/><text x="${pad + 32}" y="18">${name}</text>`,
    `<path class="d" d="M${pad + 130} 14h26"/><text x="${pad + 162}" y="18">derivative; shaded where it is below ${flat}</text>`,
    "</svg>",
    "",
  ].join("\n");
}

const round = (x) => Math.round(x * 10) / 10;

function ticks(low, high) {
  const step = high - low > 4 ? 2 : 1;
  const found = [];
  for (let y = Math.ceil(low / step) * step; y <= high; y += step) if (y !== 0) found.push(y);
  return found;
}

/** A path that is lifted where the curve jumps or leaves the picture. */
function line(xs, ys, px, py, low, high) {
  let path = "";
  let isDown = false;
  xs.forEach((x, i) => {
    const y = ys[i];
    const jumps = i > 0 && isJump(ys, i);
    if (!Number.isFinite(y) || y < low || y > high) isDown = false;
    else {
      path += `${isDown && !jumps ? "L" : "M"}${px(x)} ${py(y)}`;
      isDown = true;
    }
  });
  return path;
}

/** Whether a step is much larger than those beside it. */
function isJump(ys, i) {
  const change = (at) => Math.abs((ys[at] ?? 0) - (ys[at - 1] ?? 0));
  return change(i) > 0.05 && change(i) > 8 * Math.max(change(i - 1), i + 1 < ys.length ? change(i + 1) : 0);
}

/** From where to where the derivative is near 0. */
function zones(xs, ds) {
  const found = [];
  let start;
  xs.forEach((x, i) => {
    const isFlat = Math.abs(ds[i]) < flat;
    if (isFlat && start === undefined) start = x;
    if (start !== undefined && (!isFlat || i === xs.length - 1)) {
      if (x - start > 0.3) found.push([start, x]);
      start = undefined;
    }
  });
  return found;
}
