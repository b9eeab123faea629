import type { FunctionName } from "@chainrule/core";
import type { MachineLine } from "../math/trace.js";
import {
  type Address,
  type Element,
  fullLanes,
  type Index,
  type Instruction,
  type Loop,
  type Nest,
  type Procedure,
  type Register,
  type Statement,
  type Stored,
  storedBytes,
} from "../ir/program.js";
import { type MachineName, machineNames } from "../math/machine.js";
import type { Seeded } from "./seeded.js";

/** Each kind of number has its part of the memory, so that the bits of a NaN are read as a NaN only. */
export const regions: Readonly<Record<Stored, { readonly from: number; readonly to: number }>> = {
  f32: { from: 0, to: 4096 },
  f64: { from: 4096, to: 12288 },
  i32: { from: 12288, to: 16384 },
  u8: { from: 16384, to: 17408 },
};
export const memoryBytes = 17408;

const kinds = Object.keys(regions) as Stored[];

/** A procedure of random nests, whose registers are all set before they are read. */
export function randomProcedure(random: Seeded): Procedure {
  const nests = Array.from({ length: 1 + random.integer(3) }, () => new RandomNest(random).nest());
  return { name: "run", nests };
}

/** A line of a function that has no meaning: of one input and a few constants, random steps. */
export function randomLine(random: Seeded): MachineLine {
  const constants = Array.from({ length: 1 + random.integer(3) }, () => random.pick(constantValues));
  const numbers = Array.from({ length: 1 + constants.length }, (_, i) => i);
  const truths: number[] = [];
  const steps: { name: MachineName; arguments: number[] }[] = [];
  for (let i = 0; i < 8; i++) {
    const name = random.pick(exactNames.filter((one) => one !== "select" || truths.length > 0));
    const from = Array.from({ length: arity(name) }, () => random.pick(numbers));
    if (name === "select") from[0] = random.pick(truths);
    steps.push({ name, arguments: from });
    (isComparison(name) ? truths : numbers).push(constants.length + steps.length);
  }
  return { inputs: 1, constants, steps, result: random.pick(numbers) };
}

const constantValues = [0, -0, 1, -1, 0.1, 1e-40, 3e38, 1e300, Infinity, -Infinity, NaN, 2.5, 12582912];
const functionNames: readonly FunctionName[] = ["exp", "expm1", "log", "log1p", "tanh", "sigmoid"];
const bitNames: readonly MachineName[] = ["powerOfTwo", "exponent", "mantissa"];
const exactNames = machineNames.filter((name) => !bitNames.includes(name));

const isComparison = (name: MachineName): boolean => name === "less" || name === "equal";

function arity(name: MachineName): number {
  if (name === "select") return 3;
  const one: MachineName[] = ["negate", "abs", "sqrt", "round", ...bitNames];
  return one.includes(name) ? 1 : 2;
}

class RandomNest {
  readonly #random: Seeded;
  readonly #known: Register[] = [];
  #next = 0;
  #loops = 0;

  constructor(random: Seeded) {
    this.#random = random;
  }

  nest(): Nest {
    return { kind: "nest", title: "random", body: this.#body([], 0) };
  }

  #body(around: readonly Loop[], depth: number): Statement[] {
    const body: Statement[] = [];
    for (let left = 2 + this.#random.integer(7); left > 0; left--) {
      if (depth < 3 && this.#random.chance(0.3)) body.push(this.#loop(around, depth));
      else body.push(...this.#instruction(around));
    }
    return body;
  }

  #loop(around: readonly Loop[], depth: number): Loop {
    // Indices are used again by loops that follow one another, never by one within another.
    const id = this.#random.chance(0.5) ? depth : 10 + this.#loops++;
    const head = { kind: "loop", index: { id, name: `i${id}` } satisfies Index } as const;
    const count = 1 + this.#random.integer(4);
    return { ...head, count, body: this.#body([...around, { ...head, count, body: [] }], depth + 1) };
  }

  #instruction(around: readonly Loop[]): Instruction[] {
    const random = this.#random;
    const element = random.pick<Element>(["f32", "f64"]);
    const lanes = random.pick([1, fullLanes[element]]);
    const one = (truth = random.chance(0.3)): readonly [Instruction[], Register] =>
      this.#given(element, lanes, truth);
    switch (random.integer(9)) {
      case 0:
        return [
          { kind: "constant", to: this.#target(element, lanes, false), value: random.pick(constantValues) },
        ];
      case 1: {
        const [before, from] = one();
        return [...before, { kind: "copy", to: this.#target(element, lanes, from.truth), from }];
      }
      case 2: {
        const [before, from] = this.#given(element, fullLanes[element], random.chance(0.3));
        const lane = random.integer(from.lanes);
        return [...before, { kind: "lane", to: this.#target(element, 1, from.truth), from, lane }];
      }
      case 3: {
        const [before, from] = this.#given(element, 1, random.chance(0.3));
        return [
          ...before,
          { kind: "spread", to: this.#target(element, fullLanes[element], from.truth), from },
        ];
      }
      case 4: {
        const all = Array.from({ length: fullLanes[element] }, () =>
          this.#given(element, fullLanes[element], false),
        );
        const to = this.#target(element, fullLanes[element], false);
        return [
          ...all.flatMap(([before]) => before),
          { kind: "laneSums", to, arguments: all.map(([, from]) => from) },
        ];
      }
      case 5: {
        const [before, from] = this.#given(element, 1, false);
        return [
          ...before,
          { kind: "convert", to: this.#target(element === "f32" ? "f64" : "f32", 1, false), from },
        ];
      }
      case 6: {
        const [before, from] = one();
        const stored = random.pick(kinds);
        return [...before, { kind: "store", from, stored, ...this.#place(stored, from, around) }];
      }
      default:
        return random.chance(0.4) ? [this.#load(element, lanes, around)] : this.#call(element, lanes);
    }
  }

  #load(element: Element, lanes: number, around: readonly Loop[]): Instruction {
    const stored = this.#random.pick(kinds);
    const to = this.#target(element, lanes, this.#random.chance(0.2));
    return { kind: "load", to, stored, ...this.#place(stored, to, around) };
  }

  #call(element: Element, lanes: number): Instruction[] {
    const random = this.#random;
    const name = random.pick(machineNames);
    if (random.chance(0.2)) {
      const [before, from] = this.#given(element, lanes, false);
      return [
        ...before,
        {
          kind: "call",
          to: this.#target(element, lanes, false),
          name: random.pick(functionNames),
          arguments: [from],
        },
      ];
    }
    const all = Array.from({ length: arity(name) }, (_, i) =>
      this.#given(element, lanes, name === "select" && i === 0),
    );
    const before = all.flatMap(([instructions]) => instructions);
    let from = all.map(([, register]) => register);
    if (bitNames.includes(name)) before.push(...this.#withoutNaN(from[0]!, (safe) => (from = [safe])));
    // The lesser and the greater of two, as formulas write them.
    if (name === "select" && random.chance(0.6)) {
      const condition = this.#fresh(element, lanes, true);
      before.push({ kind: "call", to: condition, name: "less", arguments: random.pick([from.slice(1), from.slice(1).reverse()]) }); // prettier-ignore
      if (random.chance(0.2))
        before.push({ kind: "constant", to: from[1]!, value: random.pick(constantValues) });
      from = [condition, ...from.slice(1)];
    }
    return [
      ...before,
      { kind: "call", to: this.#target(element, lanes, isComparison(name)), name, arguments: from },
    ];
  }

  /** The same number, or 1 in place of a NaN, whose bits are nobody's promise. */
  #withoutNaN(from: Register, use: (safe: Register) => void): Instruction[] {
    const { element, lanes } = from;
    const [isNumber, one, safe] = [true, false, false].map((truth) => this.#fresh(element, lanes, truth)) as [Register, Register, Register]; // prettier-ignore
    use(safe);
    return [
      { kind: "call", to: isNumber, name: "equal", arguments: [from, from] },
      { kind: "constant", to: one, value: 1 },
      { kind: "call", to: safe, name: "select", arguments: [isNumber, from, one] },
    ];
  }

  /** A register that has been set, and what sets it where there was none. */
  #given(element: Element, lanes: number, truth: boolean): readonly [Instruction[], Register] {
    const fit = this.#known.filter(
      (one) => one.element === element && one.lanes === lanes && one.truth === truth,
    );
    if (fit.length > 0 && this.#random.chance(0.9)) return [[], this.#random.pick(fit)];
    const stored = this.#random.pick(truth ? kinds : [element]);
    const to = this.#fresh(element, lanes, truth);
    const { from } = regions[stored];
    const base = from + storedBytes[stored] * this.#random.integer(50);
    const step = storedBytes[stored];
    return [[{ kind: "load", to, at: { base, terms: [] }, stored, step }], to];
  }

  /** A register to set: a new one, or one that is set anew. */
  #target(element: Element, lanes: number, truth: boolean): Register {
    const fit = this.#known.filter(
      (one) => one.element === element && one.lanes === lanes && one.truth === truth,
    );
    return fit.length > 0 && this.#random.chance(0.4)
      ? this.#random.pick(fit)
      : this.#fresh(element, lanes, truth);
  }

  #fresh(element: Element, lanes: number, truth: boolean): Register {
    const register = { id: this.#next++, element, lanes, truth };
    this.#known.push(register);
    return register;
  }

  /** Somewhere in the region of `stored`, with strides and steps of any sign. */
  #place(stored: Stored, { lanes }: Register, around: readonly Loop[]): { at: Address; step: number } {
    const random = this.#random;
    const size = storedBytes[stored];
    const step = size * random.pick([0, 1, 1, 1, 1, 2, 3, -1, 5]);
    let least = Math.min(0, step * (lanes - 1));
    let most = Math.max(0, step * (lanes - 1));
    const terms: Address["terms"][number][] = [];
    for (const { index, count } of around) {
      const stride = size * random.pick([0, 1, 4, 4, 3, -1, -2, 7]);
      if (stride === 0 && random.chance(0.8)) continue;
      // An index may come twice.
      const once = random.chance(0.1) ? size * random.integer(3) : 0;
      terms.push({ index, stride: stride - once });
      if (once !== 0) terms.push({ index, stride: once });
      least += Math.min(0, stride * (count - 1));
      most += Math.max(0, stride * (count - 1));
    }
    const { from, to } = regions[stored];
    const places = (to - size - most - (from - least)) / size;
    const base = from - least + size * random.integer(random.chance(0.5) ? Math.min(places, 20) : places);
    return { at: { base, terms: random.chance(0.5) ? terms : terms.reverse() }, step };
  }
}
