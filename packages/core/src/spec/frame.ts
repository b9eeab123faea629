import type { Builder } from "../builder.js";
import type { Path, ProblemList } from "../errors.js";
import { firstSegment } from "../identifiers.js";
import type { Value } from "../value.js";
import { innerBindings } from "./bindings.js";
import type { BlockBody, BlockScope } from "./block.js";
import type { Bindings, InstanceOptions } from "./nodeScope.js";
import type { Origins } from "./origins.js";
import type { Fills } from "./profile.js";

/** What all scopes of one build have in common. */
export interface ScopeTree {
  readonly builder: Builder;
  readonly problems: ProblemList;
  readonly fills: Fills;
  readonly origins: Origins | undefined;
  /** What full paths stand for. */
  readonly addresses: Map<string, Value>;
}

/** Where a scope stands: in the graph, in the document, and how deep. */
export interface Frame {
  /** Empty for the model; an instance's path and a slash for a block. */
  readonly prefix: string;
  /** What the ids of its parameters begin with: its prefix, or that of copies which have them in common. */
  readonly home: string;
  /** The place of what is written here, or, of a block that comes as code, of its instance. */
  readonly path: Path;
  readonly isWritten: boolean;
  /** The block whose instance it is. */
  readonly block: string | undefined;
  readonly depth: number;
  readonly blocks: BlockScope;
  readonly bindings: Bindings;
}

/**
 * Where an instance's scope stands, inside the one that holds it.
 * @param id the instance's path in the graph
 */
export function instanceFrame(outer: Frame, id: string, body: BlockBody, options: InstanceOptions): Frame {
  const { prefix, home, path, isWritten, depth, blocks } = outer;
  const { block, bindings, together = id } = options;
  const local = id.slice(prefix.length);
  // Parameters that copies have in common are bound by the name of all.
  const common = together.slice(prefix.length);
  return {
    prefix: `${id}/`,
    home: `${home}${common}/`,
    path: body.written?.path ?? (isWritten ? [...path, "nodes", firstSegment(local)] : path),
    isWritten: body.written !== undefined,
    block,
    depth: depth + 1,
    blocks: body.written?.blocks ?? blocks,
    bindings: innerBindings(outer.bindings, common, bindings),
  };
}
