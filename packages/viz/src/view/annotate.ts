import { type Graph, indexOf, type State, type Tensor } from "@chainrule/core";
import type { Box, Note, View } from "./model.js";
import { formatTensor } from "../number.js";

/** Tensors by node id: a map, an object, or a state. */
export type Tensors =
  ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>> | Pick<State, "has" | "peek">;

/** What is known of a gradient: its numbers, or that no path leads from the node to the output. */
export type Gradients = ReadonlyMap<string, Tensor | "no path">;

export interface Annotations {
  /** By node id. A node without a value stays blank. */
  readonly values?: Tensors;
  /** By forward node id; see {@link gradientsOf}. A node without an entry stays blank. */
  readonly gradients?: Gradients;
}

/**
 * The view with numbers written into the boxes of the nodes that have them. A constant that is called by its value
 * is not told twice.
 */
export function annotate(view: View, { values, gradients }: Annotations): View {
  const find = values && lookup(values);
  const boxes = view.boxes.map((box): Box => {
    const found = find?.(box.node);
    const value = found && formatTensor(found)[0] !== box.title ? found : undefined;
    const gradient = box.role === "output" ? undefined : gradients?.get(box.node);
    return {
      ...box,
      ...(value && { value: noteOf(value) }),
      ...(gradient && { gradient: noteOf(gradient) }),
    };
  });
  return { ...view, boxes };
}

/**
 * The gradients of a graph's forward nodes, told apart into those that were computed, those that have no path to
 * `of`, and those that nobody asked for (which have no entry).
 * @param graph the differentiated graph
 * @param of the output that it was differentiated of, as given to `differentiate`
 * @param values the tensors that were computed, by node id
 */
export function gradientsOf(graph: Graph, of: string, values: Tensors): Gradients {
  const find = lookup(values);
  const end = Object.hasOwn(graph.outputs, of) ? graph.outputs[of]! : of;
  const index = indexOf(graph);
  const leads = new Uint8Array(graph.nodes.length);
  for (let i = index.get(end) ?? -1; i >= 0; i--) {
    const node = graph.nodes[i]!;
    if (node.id === end) leads[i] = 1;
    if (leads[i] === 1) for (const id of node.in) leads[index.get(id)!] = 1;
  }
  const gradients = new Map<string, Tensor | "no path">();
  graph.nodes.forEach((node, i) => {
    const value = leads[i] === 1 ? find(`grad/${of}/${node.id}`) : "no path";
    if (node.of === undefined && value !== undefined) gradients.set(node.id, value);
  });
  return gradients;
}

function noteOf(value: Tensor | "no path"): Note {
  if (value === "no path") return { state: "no path", lines: ["no path"] };
  if (value.data.length > 0 && value.data.every((x: number) => x === 0))
    return { state: "zero", lines: ["exactly 0"] };
  return { state: "value", lines: formatTensor(value) };
}

function lookup(tensors: Tensors): (id: string) => Tensor | undefined {
  if (tensors instanceof Map) return (id) => tensors.get(id);
  if (isState(tensors)) return (id) => (tensors.has(id) ? tensors.peek(id) : undefined);
  const record = tensors as Readonly<Record<string, Tensor>>;
  return (id) => (Object.hasOwn(record, id) ? record[id] : undefined);
}

function isState(tensors: Tensors): tensors is Pick<State, "has" | "peek"> {
  return "peek" in tensors && typeof tensors.peek === "function";
}
