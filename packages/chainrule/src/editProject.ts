import {
  applyPatches,
  type CarriedState,
  carryState,
  diff,
  type Draft,
  edit,
  type Edited,
  editText,
  type Graph,
  type Json,
  located,
  parseDocument,
  type Patch,
  rebuild,
  sameJson,
  type SourceDocument,
  type State,
} from "@chainrule/core";
import { readOptimiser, trainingStep } from "@chainrule/optim";
import type { Spec } from "./language.js";
import { hasSameData, type Project } from "./project.js";

/** A state, and the graph whose values it holds: a project's, or that of a training, whose slots are kept as well. */
export interface Trained {
  readonly graph: Graph;
  readonly state: State;
}

/** What came of an edit. */
export interface EditedProject {
  /** The very project, where nothing changed. Its document holds the edited text. */
  readonly project: Project;
  readonly patches: readonly Patch[];
  readonly inverse: readonly Patch[];
  /** The state for the edited project; for a job, hand on `carried.state`. */
  readonly carried?: CarriedState;
}

/**
 * Edits a project's spec. The text keeps its comments, unchanged nodes of the graphs and loaded data stay the same
 * objects, and a trained state goes on where it fits; see `carryState`.
 * @param change a recipe, as for `edit`; or patches, which may come from anywhere
 * @param trained what is to be carried over
 * @throws {Refusal} as `edit` and `applyPatches`, with the place in the document; as `openSpec`, with lines and
 *   columns of the edited text; the project stays as it was
 */
export function editProject<T extends object = Spec>(
  project: Project,
  change: ((draft: Draft<T>) => void) | readonly unknown[],
  trained?: Trained,
): EditedProject {
  const { document, limits } = project;
  const before = document.value as Extract<Json, object> as T;
  const edited =
    typeof change === "function" ? edit(before, change, limits) : applyPatches(before, change, limits);
  const next = edited.patches.length === 0 ? project : reopened(project, edited);
  return {
    project: next,
    patches: edited.patches,
    inverse: edited.inverse,
    ...(trained && { carried: carried(project, next, trained) }),
  };
}

function reopened(project: Project, { value, patches }: Edited<object>): Project {
  const { document, limits } = project;
  const parsed = parseDocument(
    editText(document.text, patches, document.file, limits),
    document.file,
    limits,
  );
  // What did not change is then shared by the documents too.
  const shared: SourceDocument = sameJson(parsed.value, value) ? { ...parsed, value: value as Json } : parsed;
  return project.withDocument(shared);
}

function carried(project: Project, next: Project, { graph, state }: Trained): CarriedState {
  const { registry, limits } = next;
  const hasSlots = graph.nodes.some(({ op }) => op === "slot");
  const now = hasSlots ? rebuild(graph, stepOf(next)) : next.graph;
  return next.placed(() =>
    carryState({ graph, state }, now, {
      registry,
      limits,
      renamed: diff(graph, now).renamed,
      refit: !hasSameData(project, next),
      resetSlots: !sameJson(optimiserNames(project), optimiserNames(next)),
    }),
  );
}

/** Which optimisers a project is trained with; whose settings are another matter. */
function optimiserNames({ spec: { train } }: Project): readonly (string | undefined)[] {
  const { type, chain } = train?.optimiser ?? {};
  return chain?.map((link) => link.type) ?? [type];
}

/** The graph of a training step, where the project says how it is trained; else its model. */
function stepOf(project: Project): Graph {
  const { graph, registry } = project;
  const { train } = project.spec;
  if (train === undefined) return graph;
  const { minimise, freeze } = train;
  return project.placed(() =>
    located(["train"], () => {
      const optimiser = located(["optimiser"], () => readOptimiser(train.optimiser, registry));
      return trainingStep(graph, { minimise, freeze, optimiser, registry });
    }),
  );
}
