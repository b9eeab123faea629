import type { Cluster } from "./model.js";

/** The blocks of a view: which are drawn, and which of them a path lies in. */
export interface Blocks {
  /** Outer ones before inner ones. */
  readonly clusters: readonly Cluster[];
  /** Id of the innermost block around a path, if any. */
  around(path: string): string | undefined;
}

/** Blocks nested deeper than this are drawn with the block around them. */
const maximumDepth = 8;

/**
 * Finds the blocks in path ids: `hidden/W` lies in `hidden`, and so does `hidden` itself, which is the block's
 * output. A path is drawn as a block where at least two of the given ones share it.
 */
export function findBlocks(paths: readonly string[]): Blocks {
  const members = new Map<string, number>();
  for (const path of paths) {
    for (const prefix of blockPaths(path)) members.set(prefix, (members.get(prefix) ?? 0) + 1);
  }
  const clusters = new Map<string, Cluster>();
  const innermost = (candidates: readonly string[]): string | undefined =>
    candidates.findLast((id) => clusters.has(id));
  for (const path of paths) {
    for (const id of blockPaths(path).slice(0, -1)) {
      if (clusters.has(id) || members.get(id)! < 2) continue;
      const parent = innermost(blockPaths(id).slice(0, -1));
      clusters.set(id, {
        id,
        title: titleOf(id, parent),
        ...(parent !== undefined && { parent }),
      });
    }
  }
  return { clusters: [...clusters.values()], around: (path) => innermost(blockPaths(path)) };
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`: each could be a block that it lies in, or whose output it is. */
function blockPaths(path: string): string[] {
  const prefixes: string[] = [];
  for (let i = path.indexOf("/"); i > 0 && prefixes.length < maximumDepth; i = path.indexOf("/", i + 1)) {
    prefixes.push(path.slice(0, i));
  }
  return [...prefixes, path];
}

/**
 * What a block is called in the picture. An op without a rule of its own is written out in a block that is named after
 * it and the output, `a~loss`; a copy, whose own name is a number, is called with that of all copies, `h/0`.
 */
function titleOf(id: string, parent: string | undefined): string {
  const name = shortName(id, parent);
  if (/^\d+$/.test(name)) return id.split("/").slice(-2).join("/");
  return name.replace(/~.*$/, ", written out");
}

/** A name as it is called inside a block: `hidden/W` is `W` in `hidden`. */
export function shortName(name: string, block: string | undefined): string {
  return block !== undefined && name.startsWith(`${block}/`) ? name.slice(block.length + 1) : name;
}
