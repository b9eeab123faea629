import type { Graph } from "@chainrule/core";
import { type Annotations, annotate } from "./view/annotate.js";
import { dot, type DotOptions } from "./dot/dot.js";
import { view, type ViewOptions } from "./view/view.js";

export interface DrawOptions extends ViewOptions, Annotations, DotOptions {}

/** A graph's picture as DOT text: `dot(annotate(view(graph)))`. */
export function draw(graph: Graph, options: DrawOptions = {}): string {
  return dot(annotate(view(graph, options), options), options);
}
