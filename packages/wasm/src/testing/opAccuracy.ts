import {
  type AccuracyBound,
  type AlgebraName,
  type Attributes,
  Builder,
  byInput,
  compile,
  draws,
  type Engine,
  float64Algebra,
  inputKind,
  inputNames,
  type Op,
  type Registry,
  resolveAttributes,
  State,
  type StraightLine,
  type Tensor,
  tensorOf,
  traceFormula,
  ulpOf,
} from "@chainrule/core";
import { floatPoints } from "./floatPoints.js";

/** What an op's float32 results were found to be, and where they are farthest off. */
export interface OpAccuracy {
  readonly op: string;
  readonly points: number;
  /** In units in the last place of the true value; what is within an absolute bound does not count. */
  readonly ulp: number;
  readonly at: Readonly<Record<string, number>>;
  readonly attributes: Attributes;
  readonly got: number;
  readonly wanted: number;
  readonly bound: AccuracyBound;
}

/**
 * True values that are less than this are left out: it is twice the least normal number. An exponential ends there, since no
 * function of the engine makes a subnormal number of normal ones.
 */
const leastResult = 2 ** -125;
const greatestResult = (2 - 2 ** -24) * 2 ** 127;
/** sin and cos keep their digits up to here. */
const greatestAngle = 1e5;
/** How often points are drawn anew, where few of them have a normal result. */
const rounds = 60;

/** Elementwise ops with one float result. */
export function isMeasured(op: Op): boolean {
  return op.formula !== undefined && (op.result === undefined || op.result === "float");
}

/**
 * Computes an op in float32 on an engine, at many points, and holds it against its formula in float64 at the same float32
 * inputs. Of several inputs those points are left out at which something on the way leaves the range of float32: there the
 * order of operations decides.
 */
export function measureOp(
  op: Op,
  registry: Registry,
  engine: Engine,
  count: number,
  seed: number,
): OpAccuracy {
  const settings = [
    ...new Map(
      op.samples
        .map((sample) => resolveAttributes(`op ${op.name}`, op.attributes, sample.attributes ?? {}))
        .map((attributes) => [JSON.stringify(attributes), attributes]),
    ).values(),
  ];
  const share = Math.ceil(count / settings.length);
  return settings
    .map((attributes, i) => measure(op, attributes, registry, engine, share, `${op.name}/${i}`, seed))
    .reduce((worst, other) => ({
      ...(excess(other) > excess(worst) ? other : worst),
      points: worst.points + other.points,
    }));
}

/** How many times its bound an error is, if it is measured in ulp. */
function excess({ ulp, bound }: OpAccuracy): number {
  return ulp / (bound.ulp ?? 4);
}

function measure(
  op: Op,
  attributes: Attributes,
  registry: Registry,
  engine: Engine,
  count: number,
  name: string,
  seed: number,
): OpAccuracy {
  const names = inputNames(op);
  const line = traceFormula(names.length, (m, inputs) => op.formula!(m, byInput(op, inputs), attributes));
  const points: number[][] = [];
  const wanted: number[] = [];
  for (let round = 0; round < rounds && points.length < count; round++) {
    const columns = names.map((input) =>
      column(inputKind(op, input, attributes), count, `${name}/${input}`, seed, round),
    );
    for (let i = 0; i < count && points.length < count; i++) {
      const point = columns.map((numbers) => numbers[i]!);
      const value = trueValue(line, point);
      if (value === undefined) continue;
      points.push(point);
      wanted.push(value);
    }
  }
  const got = computed(op, attributes, registry, engine, points);
  const bound = boundOf(op, line);
  let worst: OpAccuracy = {
    op: op.name, points: points.length, ulp: 0, at: {}, attributes, got: NaN, wanted: NaN, bound,
  }; // prettier-ignore
  points.forEach((point, i) => {
    const error = Math.abs(got[i]! - wanted[i]!);
    const ulp = error / ulpOf(wanted[i]!, "float32");
    const isExcused = bound.absolute !== undefined && error <= bound.absolute;
    if (!isExcused && !(ulp <= worst.ulp))
      worst = { ...worst, ulp, at: byInput(op, point), got: got[i]!, wanted: wanted[i]! };
  });
  return worst;
}

/** Numbers for one input. */
function column(
  kind: ReturnType<typeof inputKind>,
  count: number,
  name: string,
  seed: number,
  round: number,
): ArrayLike<number> {
  const source = draws(seed, "noise", name);
  if (kind === "float" || kind === "any") return floatPoints(source, count, round);
  const [low, high] = kind === "bool" ? [0, 1] : [-20, 20];
  return Int32Array.from(
    { length: count },
    (_, i) => low + Math.floor(source.uniform(round, i) * (high - low + 1)),
  );
}

/** The formula in float64; undefined where the result, or something on the way to it, is not to be measured. */
function trueValue(line: StraightLine, point: readonly number[]): number | undefined {
  const registers: (number | boolean)[] = [...point, ...line.constants];
  const isNormal = (x: number): boolean => Math.abs(x) >= leastResult && Math.abs(x) <= greatestResult;
  for (const { name, arguments: at } of line.steps) {
    const operands = at.map((register) => registers[register]!);
    if ((name === "sin" || name === "cos") && !(Math.abs(Number(operands[0])) <= greatestAngle))
      return undefined;
    const value = applied(name, operands);
    if (line.inputs > 1 && typeof value === "number" && value !== 0 && !isNormal(value)) return undefined;
    registers.push(value);
  }
  const result = Number(registers[line.result]);
  return isNormal(result) ? result : undefined;
}

function applied(name: AlgebraName, operands: readonly (number | boolean)[]): number | boolean {
  if (name === "select") return operands[0] ? operands[1]! : operands[2]!;
  return (float64Algebra[name] as (...numbers: readonly number[]) => number | boolean)(
    ...operands.map(Number),
  );
}

const exact: ReadonlySet<AlgebraName> = new Set([
  "add", "subtract", "multiply", "divide", "negate", "abs", "sqrt", "round", "minimum", "maximum",
]); // prettier-ignore

/** What the op states; else 4 ulp, or what one operation of the algebra alone is good to. */
function boundOf({ accuracy }: Op, { steps }: StraightLine): AccuracyBound {
  if (accuracy !== undefined) return accuracy;
  const [only, ...rest] = steps;
  if (only === undefined) return { ulp: 0, why: "a copy" };
  if (rest.length > 0 || only.name === "normalCdf") return { ulp: 4, why: "a formula" };
  return exact.has(only.name) ? { ulp: 0.5, why: "rounded once" } : { ulp: 2.5, why: "a function" };
}

/** All points in one plan. */
function computed(
  op: Op,
  attributes: Attributes,
  registry: Registry,
  engine: Engine,
  points: readonly (readonly number[])[],
): ArrayLike<number> {
  const builder = new Builder({ registry, dtype: "float32" });
  const shape = [points.length];
  const dtypes = { float: "float32", any: "float32", int: "int32", bool: "bool" } as const;
  const feeds = inputNames(op).map((input, i): [string, Tensor] => {
    const dtype = dtypes[inputKind(op, input, attributes)];
    return [
      input,
      tensorOf(
        points.map((point) => point[i]!),
        shape,
        dtype,
      ),
    ];
  });
  const operands = feeds.map(([input, { dtype }]) => builder.source("input", `in/${input}`, shape, dtype));
  builder.name(builder.call(op, operands, attributes), "result");
  const graph = builder.finish({ outputs: { result: "result" } });
  const plan = compile(graph, { registry, engine, state: new State([]) });
  plan.feed(Object.fromEntries(feeds.map(([input, value]) => [`in/${input}`, value])));
  plan.forward();
  return plan.read("result").data;
}
