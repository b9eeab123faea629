import {
  defineSection,
  type FloatDType,
  type Nested,
  Refusal,
  sameShape,
  type Section,
  tensor,
  type Tensor,
} from "@chainrule/core";
import { z } from "zod";
import { whenInOrder } from "./form.js";

/** What a spec promises of its run. Exactly one of `value`, `gradient` and `metric`; one of `equals`, `below`, `above`. */
export interface Expectation {
  /** An output or a node of the training graph, on the rows that the next step takes. */
  readonly value?: string | undefined;
  /** The node with respect to which `of` is differentiated, on the rows that the next step takes. */
  readonly gradient?: string | undefined;
  /** A metric's name: `loss`, `validation/accuracy`; at the end also `test/accuracy`. */
  readonly metric?: string | undefined;
  /** Of a gradient: which output; default what is minimised. */
  readonly of?: string | undefined;
  /** Before the first step, after the last, or after so many steps. */
  readonly at: "start" | "end" | number;
  readonly equals?: Nested | undefined;
  readonly below?: number | undefined;
  readonly above?: number | undefined;
  /** Relative, element by element; absolute where 0 is expected. Default 1e-9 in float64, 1e-5 in float32. */
  readonly tolerance?: number | undefined;
  /** Why the tolerance is wider than that, or the promise what it is. */
  readonly why?: string | undefined;
}

const hasOne = (keys: readonly string[]) => (given: Readonly<Record<string, unknown>>) =>
  keys.filter((key) => given[key] !== undefined).length === 1;

const expectationSchema = z
  .strictObject({
    value: z.string().optional().describe("an output or a node"),
    gradient: z.string().optional().describe("the node with respect to which `of` is differentiated"),
    metric: z.string().optional().describe("a metric's name, such as test/accuracy"),
    of: z.string().optional().describe("of a gradient: which output; default what is minimised"),
    at: z
      .union([z.literal("start"), z.literal("end"), z.int().min(0)])
      .meta({ description: "start, end, or a number of steps", examples: ["end"] }),
    equals: z
      .union([z.number(), z.array(z.json())])
      .optional()
      .describe("a number or nested lists of them"),
    below: z.number().optional().describe("every element is below this"),
    above: z.number().optional().describe("every element is above this"),
    tolerance: z.number().gte(0).optional().describe("relative; default 1e-9 in float64 and 1e-5 in float32"),
    why: z.string().optional().describe("why the tolerance is wider than the default"),
  })
  .refine(hasOne(["value", "gradient", "metric"]), {
    error: "exactly one of value, gradient and metric",
    when: whenInOrder,
  })
  .refine(hasOne(["equals", "below", "above"]), {
    error: "exactly one of equals, below and above",
    when: whenInOrder,
  })
  .refine(({ of, gradient }) => of === undefined || gradient !== undefined, {
    error: '"of" beside "gradient" only',
    when: whenInOrder,
  });

/** `expect`: what the run must come to; a test of the spec that travels with it. */
export const expectSection: Section<readonly Expectation[]> = defineSection({
  key: "expect",
  doc: "what the run must come to",
  schema: z.array(expectationSchema) as z.ZodType<readonly Expectation[]>,
});

/** The widest tolerance that needs no reason. */
export const defaultTolerance: Readonly<Record<FloatDType, number>> = { float64: 1e-9, float32: 1e-5 };

/**
 * The tolerance of an expectation.
 * @throws {Refusal} unexplained-tolerance
 */
export function toleranceOf({ tolerance, why }: Expectation, dtype: FloatDType): number {
  const usual = defaultTolerance[dtype];
  if (tolerance === undefined || tolerance <= usual || why !== undefined) return tolerance ?? usual;
  throw new Refusal({
    code: "unexplained-tolerance",
    path: ["tolerance"],
    got: `${tolerance}, wider than ${usual}, without a reason`,
    need: `at most ${usual} in ${dtype}, or a reason`,
    try: '"why": "…"',
  });
}

/** Whether a value is what was expected. A value that holds a NaN never is. */
export function isMet({ equals, below, above }: Expectation, value: Tensor, tolerance: number): boolean {
  const numbers = Array.from(value.data);
  if (below !== undefined) return numbers.every((x) => x < below);
  if (above !== undefined) return numbers.every((x) => x > above);
  const expected = tensor(equals ?? NaN);
  return (
    sameShape(expected.shape, value.shape) && numbers.every((x, i) => isNear(x, expected.data[i]!, tolerance))
  );
}

function isNear(x: number, expected: number, tolerance: number): boolean {
  return Math.abs(x - expected) <= tolerance * (expected === 0 ? 1 : Math.abs(expected));
}
