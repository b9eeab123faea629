import {
  type AttributesOf,
  type AttributeSchema,
  checkForm,
  type Json,
  jsonForm,
  located,
  Refusal,
  type Registry,
  resolveAttributes,
  suggest,
} from "@chainrule/core";
import { z } from "zod";
import { whenInOrder } from "./form.js";
import { scaleByLearningRate } from "./scaleByLearningRate.js";
import type { LearningRate } from "./schedule.js";
import { type Solver, takeSolution } from "./solver.js";
import { chain, type GradientTransformation } from "./transform.js";

/** A number, or a schedule by name with its attributes. */
export type LearningRateSpec = number | { readonly schedule: string; readonly [attribute: string]: Json };

/** One optimiser by name with its attributes, or several in a chain; and the learning rate. A solver has none. */
export interface OptimiserSpec {
  readonly lr?: LearningRateSpec | undefined;
  readonly type?: string | undefined;
  readonly chain?: readonly TransformationSpec[] | undefined;
  readonly [attribute: string]: Json | undefined;
}

/** A link of a chain: an optimiser's name and its attributes. */
export interface TransformationSpec {
  readonly type: string;
  readonly [attribute: string]: Json;
}

const learningRateSchema = z.union([
  z.number().gte(0),
  z.object({ schedule: z.string() }).catchall(jsonForm),
]);

const keys = {
  type: z.string().optional().describe("an optimiser; its settings stand beside it"),
  chain: z
    .array(z.object({ type: z.string() }).catchall(jsonForm))
    .min(1)
    .optional()
    .describe("several, each made of what the one before gives"),
  lr: learningRateSchema.meta({
    description: "the learning rate: a number or a schedule",
    examples: [0.1],
  }),
};

/** The form of `train.optimiser`; names and attributes are checked against the registry, when it is read. */
export const optimiserSchema: z.ZodType<OptimiserSpec> = z
  .object({ ...keys, lr: keys.lr.optional() })
  .catchall(jsonForm)
  .refine(({ type, chain: links }) => (type === undefined) !== (links === undefined), {
    error: 'either "type": the name of an optimiser, or "chain": a list of them',
    when: whenInOrder,
  })
  .meta({ description: "how gradients become steps", examples: [{ type: "sgd", lr: 0.1 }] });

/** The form of what is no solver: it has a learning rate. */
const descentSchema: z.ZodType<OptimiserSpec> = z.object(keys).catchall(jsonForm);

/** A solver with its attributes. */
export interface ChosenSolver {
  readonly solver: Solver;
  readonly attributes: AttributesOf<AttributeSchema>;
}

/**
 * The solver that a spec names in place of an optimiser, with its attributes; undefined where it names none.
 * @throws {Refusal} unknown-, missing- or bad-attribute, with paths below the optimiser
 */
export function readSolver(spec: OptimiserSpec, registry: Registry): ChosenSolver | undefined {
  const { type, ...given } = spec;
  const solver = type === undefined ? undefined : registry.find("solvers", type);
  if (solver === undefined) return undefined;
  return { solver, attributes: resolveAttributes(`optimiser ${solver.name}`, solver.attributes, given) };
}

/**
 * Looks an optimiser up and sets its attributes; the learning rate is multiplied in last. Where a solver is named, a step
 * takes its solution.
 * @throws {Refusal} unknown-optimiser | unknown-, missing- or bad-attribute, with paths below the optimiser
 */
export function readOptimiser(spec: OptimiserSpec, registry: Registry): GradientTransformation {
  if (readSolver(spec, registry) !== undefined) return takeSolution;
  const { lr: _, type, chain: links, ...attributes } = checkForm(descentSchema, spec, []);
  if (links === undefined) {
    const names = [...registry.names("optimisers"), ...registry.names("solvers")];
    return chain(readLink(type ?? "", attributes, registry, names), scaleByLearningRate());
  }
  for (const key of Object.keys(attributes)) {
    throw new Refusal({
      code: "unknown-attribute",
      path: [key],
      got: `${JSON.stringify(key)} beside "chain"`,
      need: "attributes within the links of the chain",
    });
  }
  const rules = links.map(({ type: name, ...rest }, i) =>
    located(["chain", i], () => readLink(name, rest, registry)),
  );
  return chain(...rules, scaleByLearningRate());
}

function readLink(
  name: string,
  attributes: Readonly<Record<string, Json | undefined>>,
  registry: Registry,
  names = registry.names("optimisers"),
): GradientTransformation {
  const optimiser = registry.find("optimisers", name) ?? refuseUnknown(name, names);
  return optimiser.make(resolveAttributes(`optimiser ${name}`, optimiser.attributes, attributes));
}

function refuseUnknown(name: string, names: readonly string[]): never {
  throw new Refusal({
    code: "unknown-optimiser",
    path: ["type"],
    got: JSON.stringify(name),
    need: "the name of a loaded optimiser",
    ...suggest(name, names),
  });
}

/**
 * Looks a schedule up and sets its attributes; a number is the same at every step. Without one, as
 * where a solution is taken whole, it is 1.
 * @throws {Refusal} unknown-schedule | unknown-, missing- or bad-attribute, with paths below the rate
 */
export function readLearningRate(spec: LearningRateSpec | undefined, registry: Registry): LearningRate {
  if (spec === undefined) return () => 1;
  if (typeof spec === "number") return () => spec;
  const { schedule: name, ...attributes } = spec;
  const schedule = located(["schedule"], () => registry.get("schedules", name));
  return schedule.make(resolveAttributes(`schedule ${name}`, schedule.attributes, attributes));
}
