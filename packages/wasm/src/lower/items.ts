import { type Phase, phases, type Program } from "@chainrule/core";
import type { Item } from "./item.js";
import { ItemWriter, type Source } from "./itemWriter.js";
import { Lines } from "./lines.js";
import { structured } from "./structured.js";
import type { View } from "./value.js";

/** A program as items, in order, phase by phase. */
export interface Items {
  readonly byPhase: Readonly<Record<Phase, readonly Item[]>>;
  /** What each node of the program came to, by position. */
  readonly views: readonly View[];
  readonly sources: readonly Source[];
}

/** Reads a program as items: structured primitives by what the engine knows of them, formulas, and kernels. */
export function itemsOf(program: Program): Items {
  const writer = new ItemWriter();
  const lines = new Lines();
  const views: View[] = [];
  const viewOf = (position: number): View => {
    const item = program.nodes[position]!;
    const { op, node, shape } = item;
    if (op === undefined) return writer.source(item);
    const inputs = item.inputs.map((input) => views[input]!);
    const handler = Object.hasOwn(structured, op.name) ? structured[op.name] : undefined;
    const made = handler?.(writer, item, inputs);
    if (made !== undefined) return made;
    if (!op.formula) return writer.kernel(item, inputs);
    return writer.map(node.id, shape, node.dtype, lines.of(op, node.attributes), inputs);
  };
  const upTo = (phase: Phase): Item[] => {
    while (views.length < program.phaseEnds[phase]) views.push(viewOf(views.length));
    return writer.take();
  };
  const [forward, backward, update] = phases.map(upTo);
  return {
    byPhase: { forward: forward!, backward: backward!, update: update! },
    views,
    sources: writer.sources,
  };
}
