import { type Graph, Refusal, suggest, trainable } from "@chainrule/core";
import { matchesGlob } from "./glob.js";

/**
 * The parameters that a run changes: trainable, and matched by no glob of `freeze`.
 * @param freeze globs over the paths of parameters
 * @throws {Refusal} unmatched-glob, with the glob's index as path | nothing-to-train
 */
export function unfrozen(graph: Graph, freeze: readonly string[] = []): string[] {
  const parameters = graph.nodes.filter(({ op }) => op === "parameter").map(({ id }) => id);
  freeze.forEach((glob, i) => {
    if (parameters.some((id) => matchesGlob(glob, id))) return;
    throw new Refusal({
      code: "unmatched-glob",
      path: [i],
      got: `${JSON.stringify(glob)}, which matches no parameter`,
      need: "a glob over the paths of parameters",
      ...suggest(glob, parameters),
    });
  });
  const kept = trainable(graph).filter((id) => !freeze.some((glob) => matchesGlob(glob, id)));
  if (kept.length > 0) return kept;
  throw new Refusal({
    code: "nothing-to-train",
    got: `${parameters.length} parameters, none of them free to change`,
    need: "at least one trainable parameter that is not frozen",
  });
}
