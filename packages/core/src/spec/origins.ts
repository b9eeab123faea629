import type { Path } from "../errors.js";
import type { Attributes } from "../graph.js";

/** Where one setting of a node comes from. */
export type Origin =
  | { readonly from: "spec"; readonly path: Path }
  | { readonly from: "default" }
  | { readonly from: "profile" }
  | { readonly from: "block" };

/** Where a node, or an instance of a block, comes from. */
export interface NodeOrigin {
  /** Where it is written; of what a block that comes as code made: where its instance is. */
  readonly path: Path;
  /** The block whose body it stands in. */
  readonly block?: string;
  /** Of an instance: its block, and the arguments it was given or had filled in. */
  readonly instance?: { readonly block: string; readonly arguments: Attributes };
  readonly settings: Readonly<Record<string, Origin>>;
}

/** Origins of a graph's nodes by id, and of its instances by path. */
export type Origins = Map<string, NodeOrigin>;

/** Writes down where things come from, while a graph is built. */
export interface OriginTrace {
  /**
   * @param id of a node or instance
   * @param given what was written, and what a profile filled in
   * @param keys all settings that it has
   */
  add(
    id: string,
    keys: readonly string[],
    given: { readonly written: object; readonly filled: object },
    instance?: NodeOrigin["instance"],
  ): void;
}

/** The trace of one scope. */
export function originTrace(
  origins: Origins,
  { isWritten, block }: { readonly isWritten: boolean; readonly block: string | undefined },
  pathNow: () => Path,
): OriginTrace {
  return {
    add(id, keys, { written, filled }, instance) {
      // What takes another's place keeps that one's origin.
      if (origins.has(id)) return;
      const path = pathNow();
      const origin = (key: string): Origin => {
        if (Object.hasOwn(written, key))
          return isWritten ? { from: "spec", path: [...path, key] } : { from: "block" };
        return { from: Object.hasOwn(filled, key) ? "profile" : "default" };
      };
      origins.set(id, {
        path,
        ...(block !== undefined && { block }),
        ...(instance && { instance }),
        settings: Object.fromEntries(keys.map((key) => [key, origin(key)])),
      });
    },
  };
}
