import { findNode, type Graph, type GraphNode, indexOf } from "../graph.js";
import { createState } from "../initialState.js";
import { defaultLimits, type Limits } from "../limits.js";
import type { Registry } from "../registry.js";
import { sameJson } from "../document/sameJson.js";
import { select } from "../select.js";
import { formatShape, sameShape } from "../shape.js";
import type { State } from "../state.js";
import { sameNode } from "./rebuild.js";

export interface CarryOptions {
  readonly registry: Registry;
  /** What has another id now, as `diff` says it. */
  readonly renamed?: readonly { readonly from: string; readonly to: string }[] | undefined;
  /** Whether buffers are to be fitted anew, as where the data have changed. */
  readonly refit?: boolean | undefined;
  /** Whether slots begin anew, as where another optimiser will use them. */
  readonly resetSlots?: boolean | undefined;
  readonly limits?: Limits | undefined;
}

/** A state for an edited graph, and what became of each value. */
export interface CarriedState {
  readonly state: State;
  /** What goes on with its old value. */
  readonly kept: readonly { readonly id: string; readonly from: string }[];
  /** What begins anew, and why. */
  readonly fresh: readonly { readonly id: string; readonly why: string }[];
  /** Old ids whose values nothing took over. */
  readonly dropped: readonly string[];
}

/**
 * A state for an edited graph: parameters, buffers and slots keep their values where id (or renaming), kind, shape
 * and dtype fit; everything else gets the first value that `createState` gives it, to the same bits. The previous
 * state is copied from, never changed.
 *
 * The edit wins where it says a value: whose literal `value` was edited begins anew. Another initialiser does not
 * do that, since it only says how training began. A fitted buffer begins anew where what it is fitted to is
 * computed in another way, and a slot where its parameter does.
 * @param previous a state, and the graph whose values it holds: that of a training step, where slots are to be kept
 * @throws {Refusal} as `createState`
 */
export function carryState(
  previous: { readonly graph: Graph; readonly state: State },
  graph: Graph,
  { registry, renamed = [], refit = false, resetSlots = false, limits = defaultLimits }: CarryOptions,
): CarriedState {
  const state = createState(graph, registry, limits);
  const names = new Map(renamed.map(({ from, to }) => [to, from]));
  const gone = new Set(names.values());
  const left = new Set(previous.state.ids());
  const unset = new Set(previous.state.unset());
  const kept: { id: string; from: string }[] = [];
  const fresh = new Map<string, string>();
  for (const id of state.ids()) {
    const from = previousId(id, names);
    const isThere = left.has(from) && (from !== id || !gone.has(id));
    const before = isThere ? findNode(previous.graph, from) : undefined;
    const parameter = parameterOf(id);
    const why =
      whyFresh(before, findNode(graph, id)!, { unset, refit, resetSlots }) ??
      (fitsTheSame(previous.graph, graph, before!, findNode(graph, id)!) ? undefined : otherFit) ??
      (parameter !== undefined && fresh.has(parameter) ? `${parameter} begins anew` : undefined);
    if (why === undefined) {
      const { data, shape } = previous.state.peek(from);
      state.write(id, data, shape);
      left.delete(from);
      kept.push({ id, from });
    } else fresh.set(id, why);
  }
  return { state, kept, fresh: [...fresh].map(([id, why]) => ({ id, why })), dropped: [...left] };
}

/** What an id was called. A slot goes with its parameter; its own name says what an optimiser remembers in it. */
function previousId(id: string, names: ReadonlyMap<string, string>): string {
  const parameter = parameterOf(id);
  if (parameter === undefined) return names.get(id) ?? id;
  return `slot/${names.get(parameter) ?? parameter}/${id.slice(id.lastIndexOf("/") + 1)}`;
}

/** `W` of `slot/W/momentum`; undefined for what is no slot. */
function parameterOf(id: string): string | undefined {
  return id.startsWith("slot/") ? id.slice("slot/".length, id.lastIndexOf("/")) : undefined;
}

interface Reasons {
  /** Previous ids without a value. */
  readonly unset: ReadonlySet<string>;
  readonly refit: boolean;
  readonly resetSlots: boolean;
}

/** Why what one node held is nothing for the other; undefined where it may go on. */
function whyFresh(
  before: GraphNode | undefined,
  after: GraphNode,
  { unset, refit, resetSlots }: Reasons,
): string | undefined {
  if (before === undefined) return "it is new";
  if (before.op !== after.op) return `it was a ${before.op}`;
  if (before.dtype !== after.dtype) return `its dtype was ${before.dtype}`;
  if (!sameShape(before.shape, after.shape)) return `its shape was ${formatShape(before.shape)}`;
  if (!sameJson(before.attributes["value"], after.attributes["value"])) return "its value was edited";
  if (unset.has(before.id)) return "it had no value yet";
  if (resetSlots && after.op === "slot") return "the optimiser has changed";
  return refit && after.attributes["fit"] !== undefined ? "the data have changed" : undefined;
}

const otherFit = "what it is fitted to has changed";

/** Whether a fitted buffer is fitted to the same thing, computed in the same way. */
function fitsTheSame(previous: Graph, graph: Graph, before: GraphNode, after: GraphNode): boolean {
  const { fit, of } = after.attributes;
  if (fit === undefined && before.attributes["fit"] === undefined) return true;
  if (fit !== before.attributes["fit"] || of !== before.attributes["of"]) return false;
  if (typeof of !== "string" || !indexOf(graph).has(of)) return false;
  return select(graph, [of]).nodes.every((node) => {
    const earlier = findNode(previous, node.id);
    return earlier !== undefined && sameNode(earlier, node);
  });
}
