import { findNode, type Graph, type GraphNode, isSource, type Phase } from "@chainrule/core";
import { numbersOf } from "../notation/matrixLatex.js";
import type { Box, View } from "../view/model.js";
import { noteOf } from "../view/note.js";
import type { Frame } from "./deck.js";
import { emphasis } from "./emphasis.js";
import type { Lecture } from "./lecture.js";

/** Longer formulas are no titles: the name alone is. */
const longestTitle = 56;

/**
 * One pass, a frame a step: forward one for each node that an op computes, after one for what is given; backward one
 * for the seed, for each gradient, for each of its terms where several meet, and for their sum; of an update one for
 * each next value. The steps inside a rule or an update belong to the frame of its result.
 * @param picture a view of that pass, with values
 * @param index of the picture in its deck
 */
export function passFrames(lecture: Lecture, picture: View, index: number, pass: Phase): Frame[] {
  const boxes = new Map(picture.boxes.flatMap((box) => (box.role === "reference" ? [] : [[box.node, box]])));
  const shown = lecture.graph.nodes.filter(({ id }) => boxes.has(id));
  const isGiven = ({ id, op }: GraphNode): boolean => isSource(op) && boxes.get(id)!.role !== "seed";
  const given = shown.filter(isGiven);
  const past = new Set(picture.boxes.flatMap(({ node, role }) => (role === "reference" ? [node] : [])));
  const frames = pass === "forward" && given.length > 0 ? [givenFrame(given, lecture, picture, index)] : [];
  for (const { id } of given) past.add(id);
  for (const node of shown.filter((one) => !isGiven(one) && boxes.get(one.id)!.role !== "step")) {
    const lit = withSteps(node, lecture.graph, boxes);
    frames.push({
      ...toldOf(node, boxes.get(node.id)!, lecture),
      part: pass,
      picture: index,
      emphasis: emphasis(picture, lit, past),
    });
    for (const id of lit) past.add(id);
  }
  return frames;
}

/** A node and the steps inside a rule or an update that lead to it. */
function withSteps(node: GraphNode, graph: Graph, boxes: ReadonlyMap<string, Box>): ReadonlySet<string> {
  const found = new Set([node.id]);
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const id of next.in) {
      if (boxes.get(id)?.role !== "step" || found.has(id)) continue;
      found.add(id);
      pending.push(findNode(graph, id)!);
    }
  }
  return found;
}

/** What a frame says of one node. */
function toldOf(
  node: GraphNode,
  box: Box,
  { writer, numbers, values, registry }: Lecture,
): Pick<Frame, "title" | "note" | "formula" | "numbers" | "result" | "state"> {
  const { id } = node;
  const text = box.role === "seed" ? `${writer.name(id)} = 1` : writer.equationText(id);
  const put = box.role === "seed" ? undefined : numbers.value(id);
  const value = values.get(id);
  return {
    title: text.length > longestTitle ? writer.name(id) : text,
    note: box.role === "operation" ? registry.get("ops", node.op).doc.summary : reasonOf(node, box, writer),
    formula: [writer.equation(id)],
    numbers: put === undefined || put === writer.value(id) ? [] : [put],
    ...(value !== undefined && { result: numbersOf(writer, id, value), state: noteOf(value).state }),
  };
}

/** Why a node of a backward or an update pass is there. */
function reasonOf({ rule, via, of }: GraphNode, { role, lines }: Box, writer: Lecture["writer"]): string {
  if (role === "seed") return "where the backward pass begins";
  if (role === "sum")
    return `${writer.name(of!)} reaches the end through several nodes: their terms are added up`;
  if (role === "update") return "the next value";
  if (rule === undefined || via === undefined) return lines.join(" ");
  return `the rule of ${rule}, through ${writer.name(via)}${role === "contribution" ? ": one term of several" : ""}`;
}

function givenFrame(
  given: readonly GraphNode[],
  { writer, values }: Lecture,
  picture: View,
  index: number,
): Frame {
  const named = given.filter(({ op }) => op !== "constant");
  const numbers = named.flatMap(({ id }) => {
    const value = values.get(id);
    return value === undefined ? [] : [`${writer.symbol(id)} = ${numbersOf(writer, id, value)}`];
  });
  return {
    title: `Given: ${named.map(({ id }) => writer.name(id)).join(", ")}`,
    note: "data and parameters; every other box is computed from these",
    part: "forward",
    formula: [],
    numbers: numbers.length === 0 ? [] : [numbers.join(", \\quad ")],
    picture: index,
    emphasis: emphasis(picture, new Set(given.map(({ id }) => id)), new Set()),
  };
}
