/** A stretch of numbers laid along a stretch of pixels, with the places worth a label. */
export interface Scale {
  /** Pixels for a number. Outside of the domain it goes on in the same way. */
  at(value: number): number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

export interface ScaleOptions {
  /** Least and greatest number; swapped or equal ones are put right. */
  readonly domain: readonly [number, number];
  /** Pixels that they come to. */
  readonly range: readonly [number, number];
  /** About how many ticks. Default 5. */
  readonly count?: number;
  /** Whether the domain grows to whole steps (or powers of ten). Default true. */
  readonly grow?: boolean;
}

/** Equal steps of 1, 2 or 5 times a power of ten. */
export function linearScale({ domain, range, count = 5, grow = true }: ScaleOptions): Scale {
  const [least, greatest] = widen(domain);
  const step = niceStep((greatest - least) / count);
  const [down, up] = grow ? [Math.floor, Math.ceil] : [Math.ceil, Math.floor];
  const first = down(least / step + (grow ? 1e-9 : -1e-9));
  const last = up(greatest / step - (grow ? 1e-9 : -1e-9));
  const decimals = Math.min(20, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step;
    return { value, label: tickLabel(value, step, decimals) };
  });
  return { ticks, at: along(grow ? [first * step, last * step] : [least, greatest], range) };
}

/** Equal factors: a tick at each power of ten, and at 2 and 5 times it where there is room. Positive numbers only. */
export function logScale({ domain, range, count = 5 }: ScaleOptions): Scale {
  const [least, greatest] = [Math.min(...domain), Math.max(...domain)];
  const first = Math.floor(Math.log10(least) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(greatest) - 1e-9));
  const every = Math.ceil((last - first) / count);
  const factors = last - first <= 2 ? [1, 2, 5] : [1];
  const ticks: Scale["ticks"][number][] = [];
  for (let power = first; power <= last; power += every) {
    for (const factor of factors) {
      const value = factor * 10 ** power;
      if (value <= 10 ** last) ticks.push({ value, label: shortNumber(Number(value.toPrecision(1))) });
    }
  }
  const position = along([first, last], range);
  return { ticks, at: (value) => position(Math.log10(value)) };
}

function along(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): (x: number) => number {
  return (x) => start + ((x - from) / (to - from)) * (end - start);
}

/** A stretch that is not empty: around one number, half of it to both sides. */
function widen([a, b]: readonly [number, number]): [number, number] {
  if (a !== b) return a < b ? [a, b] : [b, a];
  const half = a === 0 ? 0.5 : Math.abs(a) / 2;
  return [a - half, a + half];
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function tickLabel(value: number, step: number, decimals: number): string {
  if (Math.abs(value) < step / 2) return "0";
  return Math.abs(value) >= 1e6 || decimals > 5
    ? shortNumber(Number(value.toPrecision(6)))
    : value.toFixed(decimals);
}

function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential().replace("e+", "e");
  return String(value);
}
