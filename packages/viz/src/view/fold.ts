import { elementCount, findNode, type Graph, isStatic, Refusal, type Shape, suggest } from "@chainrule/core";
import type { Box, Cluster, Edge, Role, View } from "./model.js";

const backwardRoles: ReadonlySet<Role> = new Set(["seed", "gradient", "contribution", "sum"]);

/**
 * A view with some blocks as one box each: the block's name, how much it holds, and the value and shape of the one box
 * that leads out of it, where it is one. Blocks inside it are in it.
 * @param names paths of blocks, or all of them
 * @throws {Refusal} unknown-block
 */
export function foldBlocks(view: View, graph: Graph, names: readonly string[] | "all"): View {
  const inside = foldedClusters(view.clusters, names);
  const homes = new Map<string, Cluster>();
  const groups = new Map<Cluster, Box[]>();
  for (const box of view.boxes) {
    const home = box.cluster === undefined ? undefined : inside.get(box.cluster);
    if (home === undefined) continue;
    homes.set(box.id, home);
    const group = groups.get(home);
    if (group === undefined) groups.set(home, [box]);
    else group.push(box);
  }
  const idOf = (id: string): string => {
    const home = homes.get(id);
    return home === undefined ? id : `block ${home.id}`;
  };
  const crossing = view.edges.filter(({ from, to }) => idOf(from) !== idOf(to));
  const leaving = new Set(crossing.filter(({ kind }) => kind === "flow").map(({ from }) => from));
  const boxes = view.boxes.flatMap((box): Box[] => {
    const home = homes.get(box.id);
    if (home === undefined) return [box];
    const group = groups.get(home)!;
    // In the order a block stands where its last box stood, after all that it takes.
    return box === group.at(-1) ? [{ ...blockBox(home, group, leaving, graph), id: idOf(box.id) }] : [];
  });
  return {
    ...view,
    boxes,
    edges: joined(
      crossing.map((edge) => {
        const { positions, kind } = edge;
        const isWhole = positions !== undefined && !homes.has(edge.from) && !homes.has(edge.to);
        return { from: idOf(edge.from), to: idOf(edge.to), kind, ...(isWhole && { positions }) };
      }),
    ),
    clusters: view.clusters.filter(({ id }) => !inside.has(id)),
  };
}

/** For each cluster that is folded or inside of one that is: the outermost that is. */
function foldedClusters(
  clusters: readonly Cluster[],
  names: readonly string[] | "all",
): Map<string, Cluster> {
  const blocks = clusters.filter(({ block }) => block !== "");
  const paths = new Set(blocks.map(({ id, block }) => block ?? id));
  for (const name of names === "all" ? [] : names) if (!paths.has(name)) throw unknownBlock(name, paths);
  const inside = new Map<string, Cluster>();
  for (const cluster of blocks) {
    const outer = cluster.parent === undefined ? undefined : inside.get(cluster.parent);
    if (outer !== undefined) inside.set(cluster.id, outer);
    else if (names === "all" || names.includes(cluster.block ?? cluster.id)) inside.set(cluster.id, cluster);
  }
  return inside;
}

function unknownBlock(name: string, blocks: ReadonlySet<string>): Refusal {
  return new Refusal({
    code: "unknown-block",
    got: JSON.stringify(name),
    need: blocks.size === 0 ? "a block; the picture has none" : "the path of a block that is drawn",
    ...suggest(name, blocks),
  });
}

function blockBox(
  { title, parent }: Cluster,
  boxes: readonly Box[],
  leaving: ReadonlySet<string>,
  graph: Graph,
): Omit<Box, "id"> {
  const ends = boxes.filter(({ id }) => leaving.has(id));
  const end = ends.length === 1 ? ends[0] : undefined;
  const isBackward = boxes.some(({ role }) => backwardRoles.has(role));
  const held = boxes.filter(({ role }) => role !== "reference");
  const parameters = held.filter(({ role }) => role === "parameter").map(({ node }) => node);
  const count = parameters.reduce((sum, id) => sum + (sizeOf(findNode(graph, id)?.shape) ?? 0), 0);
  const row = end?.row ?? boxes.reduce((most, box) => Math.max(most, box.row ?? 0), 0);
  return {
    node: end?.node ?? "",
    role: isBackward ? "blockGradient" : "block",
    title,
    lines: [
      ...(isBackward ? ["backward"] : []),
      counted(held.length, "box", "boxes"),
      ...(count > 0 ? [counted(count, "parameter", "parameters")] : []),
    ],
    shape: end?.shape ?? "",
    result: false,
    members: held.map(({ node }) => node),
    ...(parent !== undefined && { cluster: parent }),
    ...(boxes[0]!.row !== undefined && { row }),
  };
}

function sizeOf(shape: Shape | undefined): number | undefined {
  return shape !== undefined && isStatic(shape) ? elementCount(shape) : undefined;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** Edges between the same boxes as one; it flows where one of them does. */
function joined(edges: readonly Edge[]): Edge[] {
  const known = new Map<string, Edge>();
  for (const edge of edges) {
    const key = JSON.stringify([edge.from, edge.to]);
    const before = known.get(key);
    if (before === undefined || before.kind === "reference") known.set(key, edge);
  }
  return [...known.values()];
}
