import type { DType } from "../dtype.js";
import { findNode, type Graph, type GraphNode, indexOf, type Json } from "../graph.js";
import { sameJson } from "../document/sameJson.js";
import type { Shape } from "../shape.js";
import { findRenames } from "./diffRenames.js";
import { graphSettings } from "./rebuild.js";

/** What something was and what it is; a side on which it is not there is left out. */
export interface Change<T> {
  readonly before?: T;
  readonly after?: T;
}

type Changes<T> = Readonly<Record<string, Change<T>>>;

/** What two nodes that are one and the same say differently. Only what differs is there. */
export interface NodeChange {
  /** In the second graph; where that is another than in the first, `renamed` says so. */
  readonly id: string;
  readonly op?: Change<string>;
  readonly in?: Change<readonly string[]>;
  readonly shape?: Change<Shape>;
  readonly dtype?: Change<DType>;
  readonly of?: Change<string>;
  readonly via?: Change<string>;
  readonly rule?: Change<string>;
  readonly attributes?: Changes<Json>;
}

/** What two graphs say differently: plain data. The order of nodes is no difference. */
export interface GraphDiff {
  /** Name, dtype, mode and seed, where they differ. */
  readonly settings: Changes<Json>;
  readonly added: readonly GraphNode[];
  readonly removed: readonly GraphNode[];
  /** Nodes that say the same under another id. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** A node that uses a renamed one has not changed by that. */
  readonly changed: readonly NodeChange[];
  /** By output name. */
  readonly outputs: Changes<string>;
  /** By the id of what is updated, as it is in the second graph, else in the first. */
  readonly updates: Changes<string>;
}

/** Compares two graphs node by node. Takes time in proportion to their nodes. */
export function diff(before: Graph, after: Graph): GraphDiff {
  const from = findRenames(before, after);
  const to = new Map([...from].map(([now, old]) => [old, now]));
  const renamed = (id: string): string => to.get(id) ?? id;
  const changed: NodeChange[] = [];
  const added: GraphNode[] = [];
  for (const node of after.nodes) {
    const earlier = findNode(before, from.get(node.id) ?? node.id);
    if (earlier === undefined) added.push(node);
    else if (earlier !== node || from.size > 0) changed.push(...changeOf(earlier, node, renamed));
  }
  const now = indexOf(after);
  const updates = Object.entries(before.updates).map(([id, next]) => [renamed(id), next] as const);
  return {
    settings: changesOf(settingsOf(before), settingsOf(after)),
    added,
    removed: before.nodes.filter(({ id }) => !to.has(id) && !now.has(id)),
    renamed: [...from].map(([id, old]) => ({ from: old, to: id })),
    changed,
    outputs: changesOf(before.outputs, after.outputs, renamed),
    updates: changesOf(Object.fromEntries(updates), after.updates, renamed),
  };
}

/** Whether two graphs say the same. Another id is a difference: first draws depend on it. */
export function isSame({ settings, added, removed, renamed, changed, outputs, updates }: GraphDiff): boolean {
  const lists = [added, removed, renamed, changed];
  return (
    lists.every((list) => list.length === 0) &&
    [settings, outputs, updates].every((record) => Object.keys(record).length === 0)
  );
}

function settingsOf(graph: Graph): Readonly<Record<string, Json>> {
  return Object.fromEntries(graphSettings.map((key) => [key, graph[key]]));
}

const ownFields = ["op", "shape", "dtype", "rule"] as const;
const referring = ["of", "via"] as const;

/** One change, or none. */
function changeOf(before: GraphNode, after: GraphNode, renamed: (id: string) => string): NodeChange[] {
  const fields: Record<string, unknown> = {};
  for (const key of ownFields) {
    if (!sameJson(before[key], after[key])) fields[key] = change(before[key], after[key]);
  }
  for (const key of referring) {
    const id = before[key];
    if ((id && renamed(id)) !== after[key]) fields[key] = change(id, after[key]);
  }
  if (!sameJson(before.in.map(renamed), after.in)) fields["in"] = change(before.in, after.in);
  const { attributes } = before;
  const { of } = attributes;
  const known =
    before.op === "buffer" && typeof of === "string" ? { ...attributes, of: renamed(of) } : attributes;
  const attributeChanges = changesOf(known, after.attributes);
  if (Object.keys(attributeChanges).length > 0) fields["attributes"] = attributeChanges;
  return Object.keys(fields).length === 0 ? [] : [{ id: after.id, ...fields }];
}

function change<T>(before: T | undefined, after: T | undefined): Change<T> {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/**
 * What two records say differently, key by key.
 * @param renamed what a value of the first is called in the second
 */
export function changesOf<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  renamed: (value: T) => T = (value) => value,
): Changes<T> {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changes: [string, Change<T>][] = [];
  for (const key of keys) {
    const [old, now] = [before, after].map((record) =>
      Object.hasOwn(record, key) ? record[key] : undefined,
    );
    if (old === undefined ? now !== undefined : !sameJson(renamed(old), now))
      changes.push([key, change(old, now)]);
  }
  return Object.fromEntries(changes);
}
