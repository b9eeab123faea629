import {
  type Graph,
  type GraphNode,
  indexOf,
  inputNames,
  isSource,
  type Registry,
  type Tensor,
} from "@chainrule/core";
import { formatTensor, isPrintedWhole } from "../number.js";
import type { Cost } from "../overlay/cost.js";
import { type Derivatives, derivativeNote } from "../overlay/derivative.js";
import { legend } from "../overlay/legend.js";
import { costText, savedMark } from "../overlay/marks.js";
import type { Saved } from "../overlay/saved.js";
import type { Box, Edge, Note, ShapeBox, View } from "./model.js";
import { noteOf } from "./note.js";
import { lookup, type Tensors } from "./tensors.js";

/** What is known of a gradient: its numbers, or that no path leads from the node to the output. */
export type Gradients = ReadonlyMap<string, Tensor | "no path">;

export interface Annotations {
  /** By node id. A node without a value stays blank. */
  readonly values?: Tensors;
  /** By forward node id; see {@link gradientsOf}. A node without an entry stays blank. */
  readonly gradients?: Gradients;
  /** What stands on the edges, by {@link derivativeKey}. */
  readonly derivatives?: Derivatives;
  /** By node id, to be drawn as boxes; see {@link shapesOf}. */
  readonly shapes?: ReadonlyMap<string, ShapeBox>;
  /** What the backward pass needs, by node id; see {@link savedBy}. */
  readonly saved?: ReadonlyMap<string, Saved>;
  /** By node id; see {@link costsOf}. */
  readonly costs?: ReadonlyMap<string, Cost>;
}

/**
 * The view with numbers written into the boxes of the nodes that have them. A constant that is called by its value
 * is not told twice. Tensors are printed as {@link formatTensor} does it; where one was too large to print, the
 * caption says so.
 */
export function annotate(view: View, annotations: Annotations): View {
  const { values, gradients, shapes, saved, costs, derivatives } = annotations;
  const find = values && lookup(values);
  let isSummarised = false;
  const told = (tensor: Tensor | "no path"): Note => {
    if (tensor !== "no path" && !isPrintedWhole(tensor)) isSummarised = true;
    return noteOf(tensor);
  };
  const boxes = view.boxes.map((box): Box => {
    const found = find?.(box.node);
    const value = found && formatTensor(found)[0] !== box.title ? found : undefined;
    const gradient = box.role === "output" ? undefined : gradients?.get(box.node);
    const shapeBox = box.role === "output" || box.shape === "" ? undefined : shapes?.get(box.node);
    const mark = saved && savedMark(box, saved);
    const cost = costs && costText(box, costs);
    return {
      ...box,
      ...(value && { value: told(value) }),
      ...(gradient && { gradient: told(gradient) }),
      ...(shapeBox && { shapeBox }),
      ...(mark !== undefined && { saved: mark }),
      ...(cost !== undefined && { cost }),
    };
  });
  const edges =
    derivatives === undefined ? view.edges : view.edges.map((edge) => labelled(edge, derivatives));
  const explained = legend(view, { saved, costs, isSummarised });
  const caption = [...(view.caption === undefined ? [] : [view.caption]), ...explained];
  return { ...view, boxes, edges, ...(caption.length > 0 && { caption: caption.join(" · ") }) };
}

function labelled(edge: Edge, derivatives: Derivatives): Edge {
  const note = edge.positions && derivativeNote(edge.to, edge.positions, derivatives);
  return note === undefined ? edge : { ...edge, label: note };
}

/**
 * The gradients of a graph's forward nodes, told apart into those that were computed, those that have no path to
 * `of`, and those that nobody asked for (which have no entry).
 * @param graph the differentiated graph
 * @param of the output that it was differentiated of, as given to `differentiate`
 * @param values the tensors that were computed, by node id
 * @param registry where it is given, ops that are locally constant end a path
 */
export function gradientsOf(graph: Graph, of: string, values: Tensors, registry?: Registry): Gradients {
  const find = lookup(values);
  const end = Object.hasOwn(graph.outputs, of) ? graph.outputs[of]! : of;
  const index = indexOf(graph);
  const leads = new Uint8Array(graph.nodes.length);
  for (let i = index.get(end) ?? -1; i >= 0; i--) {
    const node = graph.nodes[i]!;
    if (node.id === end) leads[i] = 1;
    if (leads[i] === 0) continue;
    node.in.forEach((id, position) => {
      if (!isConstantIn(node, position, registry)) leads[index.get(id)!] = 1;
    });
  }
  const gradients = new Map<string, Tensor | "no path">();
  graph.nodes.forEach((node, i) => {
    const value = leads[i] === 1 ? find(`grad/${of}/${node.id}`) : "no path";
    if (node.of === undefined && value !== undefined) gradients.set(node.id, value);
  });
  return gradients;
}

/** Whether an op says of itself that it is locally constant in one of its inputs. */
function isConstantIn({ op: name }: GraphNode, position: number, registry: Registry | undefined): boolean {
  const op = isSource(name) ? undefined : registry?.find("ops", name);
  return op !== undefined && op.vjp?.[inputNames(op)[position]!] === null;
}
