import { Refusal } from "../errors.js";
import { suggest } from "../suggest.js";
import type { Value } from "../value.js";
import type { Bindings, NodeScope } from "./nodeScope.js";
import { within } from "./operands.js";
import type { NodeSpec } from "./spec.js";

/** The bindings of one instance, which know what was asked for. */
export interface InstanceBindings extends Bindings {
  /** @throws {Refusal} unknown-parameter, for a key of `params` that names no parameter of the instance */
  refuseUnused(id: string, block: string): void;
}

/**
 * What a node says of its block's parameters: `"params": { "W": "Wt" }` binds some, `"share": "enc"` all of them.
 * @throws {Refusal} unknown-node
 */
export function bindingsOf(scope: NodeScope, { params = {}, share }: NodeSpec): InstanceBindings {
  const bound = new Map<string, Value>();
  for (const [path, reference] of Object.entries(params))
    bound.set(
      path,
      within(scope, ["params", path], () => scope.resolve(reference)),
    );
  const asked = new Set<string>();
  return {
    find(path) {
      asked.add(path);
      return bound.get(path) ?? (typeof share === "string" ? shared(scope, share, path) : undefined);
    },
    refuseUnused(id, block) {
      const unused = [...bound.keys()].filter((path) => !asked.has(path));
      if (unused.length === 0) return;
      const names = [...asked];
      throw new Refusal(
        unused.map((path) => ({
          code: "unknown-parameter",
          path: ["params", path],
          at: id,
          got: JSON.stringify(path),
          need: names.length === 0 ? `no params: block ${block} has none` : `a parameter of block ${block}`,
          ...suggest(path, names),
        })),
      );
    },
  };
}

/** The parameter of another instance that has the same path below it. */
function shared(scope: NodeScope, instance: string, path: string): Value {
  return within(scope, ["share"], () => {
    scope.resolve(instance);
    const found = scope.find(`${instance}/${path}`);
    if (found !== undefined) return found;
    throw new Refusal({
      code: "unknown-parameter",
      got: `${JSON.stringify(instance)}, which has no parameter ${path}`,
      need: `an instance with a parameter ${path}`,
    });
  });
}

/** Those of an instance inside another one. */
export function innerBindings(outer: Bindings, id: string, own: Bindings): Bindings {
  return { find: (path) => own.find(path) ?? outer.find(`${id}/${path}`) };
}
