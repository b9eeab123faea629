import { type Path, placedAt, Refusal } from "../errors.js";
import { written } from "../document/formWords.js";
import { wrongInputs } from "../infer.js";
import { suggest } from "../suggest.js";
import type { Value } from "../value.js";
import type { NodeScope } from "./nodeScope.js";
import type { NodeSpec } from "./spec.js";

/**
 * A node's inputs in declared order, from a list or an object; numbers become constants `<node>/<input>`.
 * @param id the node's path in the graph
 * @param names the inputs that its op or block takes
 * @throws {Refusal} wrong-inputs | unknown-input | unknown-node
 */
export function operandsOf(
  scope: NodeScope,
  id: string,
  { in: given }: NodeSpec,
  names: readonly string[],
  noun: string,
): Value[] {
  const listed = Array.isArray(given);
  const keys = listed ? names.slice(0, given.length) : Object.keys(given);
  const unknown = keys.find((key) => !names.includes(key));
  if (unknown !== undefined) {
    throw new Refusal({
      code: "unknown-input",
      path: ["in", unknown],
      got: JSON.stringify(unknown),
      need: `an input of ${noun}: ${names.join(", ")}`,
      ...suggest(
        unknown,
        names.filter((name) => !keys.includes(name)),
      ),
    });
  }
  const count = listed ? given.length : keys.length;
  if (count !== names.length) {
    const first =
      listed && count > names.length && names.length > 0 ? written(given.slice(0, names.length)) : "";
    throw placedAt(wrongInputs(count, names, noun, first), ["in"]);
  }
  return names.map((name, i) => {
    const operand = listed ? given[i]! : given[name]!;
    if (typeof operand === "number")
      return scope.builder.constant(operand, scope.builder.dtype, `${id}/${name}`);
    return within(scope, ["in", listed ? i : name], () => scope.resolve(operand));
  });
}

/** Runs `work` at a place below the node that is being built. */
export function within<T>({ builder }: NodeScope, path: Path, work: () => T): T {
  return builder.within({ scope: "", path }, work);
}
