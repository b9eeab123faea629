import { draws } from "@chainrule/core";
import type { Element } from "../../ir/program.js";
import type { FunctionName } from "@chainrule/core";

interface Domain {
  /** The exponents of |x|. */
  readonly exponents: readonly [number, number];
  /** Where both x and the result are normal numbers. */
  readonly from: number;
  readonly to: number;
}

const tiny: Readonly<Record<Element, number>> = { f32: -126, f64: -1022 };

/** Where a function is measured: its exponents are drawn evenly, also where that is far from its features. */
function domainOf(name: FunctionName, element: Element): Domain {
  const least = tiny[element];
  const narrow = element === "f32";
  switch (name) {
    case "exp":
    case "sigmoid":
      return { exponents: [-30, narrow ? 6 : 9], from: narrow ? -86.98 : -708, to: narrow ? 88.72 : 709.78 };
    case "expm1":
      return { exponents: [least, narrow ? 6 : 9], from: -Infinity, to: narrow ? 88.72 : 709.78 };
    case "log":
    case "power":
      return { exponents: [least, -least], from: 0, to: Infinity };
    case "log1p":
      return { exponents: [least, -least], from: -1, to: Infinity };
    case "tanh":
      return { exponents: [least, 5], from: -Infinity, to: Infinity };
    case "erf":
      return { exponents: [least, 3], from: -Infinity, to: Infinity };
    case "normalCdf":
      return { exponents: [-30, 5], from: narrow ? -12.949 : -37.519, to: Infinity };
    case "sin":
      return { exponents: [least, narrow ? 16 : 23], from: narrow ? -1e5 : -1e7, to: narrow ? 1e5 : 1e7 };
    case "cos":
      return { exponents: [-30, narrow ? 16 : 23], from: narrow ? -1e5 : -1e7, to: narrow ? 1e5 : 1e7 };
  }
}

/**
 * Arguments drawn evenly over exponents and mantissas, of both signs, half of them over the few exponents about 1.
 * For powers y is such that log₂ xʸ is spread evenly.
 */
export function* points(
  name: FunctionName,
  element: Element,
  count: number,
  seed: number,
): Generator<readonly [x: number, y: number]> {
  const { exponents, from, to } = domainOf(name, element);
  const { uniform } = draws(seed, "noise", name);
  const rounded = element === "f32" ? Math.fround : (x: number): number => x;
  const middle: readonly [number, number] = [Math.max(exponents[0], -6), Math.min(exponents[1], 4)];
  for (let i = 0, made = 0; made < count; i++) {
    const [low, high] = i % 2 === 0 ? exponents : middle;
    const exponent = Math.floor(low + uniform(0, i) * (high - low + 1));
    const sign = from < 0 && uniform(2, i) < 0.5 ? -1 : 1;
    const x = rounded(sign * (1 + uniform(1, i)) * 2 ** exponent);
    if (!(x > from && x < to && Math.abs(x) < Infinity)) continue;
    const logarithm = tiny[element] + 0.1 + uniform(3, i) * (1.8 - 2 * tiny[element]);
    const y = rounded(logarithm / Math.log2(x));
    if (name === "power" && !(Math.abs(y) < 2 ** 60)) continue;
    made++;
    yield [x, y];
  }
}
