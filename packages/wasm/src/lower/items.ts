import { type Phase, phases, type Program } from "@chainrule/core";
import type { Item } from "./item.js";
import { ItemWriter, type Source } from "./itemWriter.js";
import { Lines } from "./lines.js";
import { structured } from "./structured.js";
import type { View } from "./value.js";
import { whole } from "./view.js";

/** A program as items, in order, phase by phase. */
export interface Items {
  readonly byPhase: Readonly<Record<Phase, readonly Item[]>>;
  /** What each node of the program came to, by position. */
  readonly views: readonly View[];
  /** The same as it is read afterwards. */
  readonly readable: readonly View[];
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
    const types = [...inputs.map(({ value }) => value.dtype), node.dtype];
    return writer.map(node.id, shape, node.dtype, lines.of(op, node.attributes, types), inputs);
  };
  const upTo = (phase: Phase): Item[] => {
    while (views.length < program.phaseEnds[phase]) views.push(viewOf(views.length));
    return writer.take();
  };
  const [forward, backward, update] = phases.map(upTo) as [Item[], Item[], Item[]];
  const readable = [...views];
  keepOldState(program, views, (position, name) => {
    readable[position] = whole(writer.copied(views[position]!, name, true));
    // At the end of a phase they change nothing of what is computed together before.
    (position < program.phaseEnds.forward ? forward : backward).push(...writer.take());
  });
  return { byPhase: { forward, backward, update }, views, readable, sources: writer.sources };
}

const stateOps: ReadonlySet<string> = new Set(["parameter", "buffer", "slot"]);

/** Calls back for what is to be read afterwards and is but another view of the state, which an update changes. */
function keepOldState(
  program: Program,
  views: readonly View[],
  copy: (position: number, name: string) => void,
): void {
  const state = new Set(program.nodes.flatMap(({ node }) => (stateOps.has(node.op) ? [node.id] : [])));
  program.nodes.forEach(({ node, op }, position) => {
    const isView = op !== undefined && state.has(views[position]!.value.name);
    if (isView && program.kept.has(node.id)) copy(position, node.id);
  });
}
