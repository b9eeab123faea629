import type { Path } from "./errors.js";

/** Where a node's setting comes from. */
export type Origin =
  | { readonly from: "spec"; readonly path: Path }
  | { readonly from: "default" }
  | { readonly from: "profile" }
  | { readonly from: "block"; readonly block: string };

/** Origins by node, then by attribute: what `explain` prints. */
export type Origins = Map<string, Readonly<Record<string, Origin>>>;
