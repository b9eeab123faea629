import { located, Refusal, type State, suggest, type Tensor } from "@chainrule/core";
import { chooseByGlobs } from "./glob.js";
import { gradientName } from "./objective.js";
import type { Stepper } from "./stepper.js";
import type { WatchSpec } from "./watch.js";

/** Name → reader of a tensor as it is now, to be used at once and never kept or written. */
export type TensorReaders = ReadonlyMap<string, () => Tensor>;

export interface TensorReadersOptions {
  readonly stepper: Stepper;
  readonly state: State;
  /** The output that is minimised. */
  readonly objective: string;
  /** Ids of the trained parameters. */
  readonly parameters: readonly string[];
}

/** What histograms can be told of: `W`, a trained parameter, and `grad/W`, its gradient in the last step. */
export function tensorReaders({
  stepper,
  state,
  objective,
  parameters,
}: TensorReadersOptions): TensorReaders {
  const values = parameters.map((id) => [id, () => state.peek(id)] as const);
  const gradients = parameters.map(
    (id) => [`grad/${id}`, () => stepper.read(gradientName(objective, id))] as const,
  );
  return new Map([...values, ...gradients]);
}

/**
 * The readers that `watch` asks for, in their own order.
 * @throws {Refusal} unmatched-glob
 */
export function watchedHistograms({ histograms: globs = [] }: WatchSpec, all: TensorReaders): TensorReaders {
  const names = located(["histograms"], () => chooseByGlobs([...all.keys()], globs, unmatched));
  return new Map(names.map((name) => [name, all.get(name)!]));
}

function unmatched(glob: string, names: readonly string[], index: number): Refusal {
  return new Refusal({
    code: "unmatched-glob",
    path: [index],
    got: `${JSON.stringify(glob)}, which matches no trained parameter and no gradient`,
    need: "a glob over the paths of trained parameters, or grad/ and such a glob",
    ...suggest(glob, names),
  });
}
