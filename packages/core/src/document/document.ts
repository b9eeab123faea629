import { findNodeAtLocation, type Node, type ParseError, parseTree } from "jsonc-parser";
import { maximumProblems, type Problem, Refusal } from "../errors.js";
import { frozenCopy } from "../freeze.js";
import type { Json } from "../graph.js";
import { defaultLimits, type Limits } from "../limits.js";
import { layoutJson } from "./jsonLayout.js";
import { deepestDocument, offsetBeyondDepth } from "./nesting.js";
import { type Place, placeIn } from "./place.js";
import { syntaxProblem } from "./syntax.js";

/** A parsed JSON document that still knows where everything stood. */
export interface SourceDocument {
  readonly value: Json;
  /** What `value` was parsed from, or what it would be written as. */
  readonly text: string;
  readonly file: string;
  /** Fills in file, line and column of problems that have a path. */
  place(refusal: Refusal): Refusal;
}

/** Names that no key of a document may have. */
export const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Parses JSON with comments and trailing commas.
 * @param file its name, for messages
 * @throws {Refusal} too-large | too-deep | syntax | duplicate-key | forbidden-key | not-a-number, with positions
 */
export function parseDocument(source: string, file: string, limits: Limits = defaultLimits): SourceDocument {
  // A byte order mark is no character of the first line.
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  if (text.length > limits.documentBytes) {
    const need = `at most ${limits.documentBytes}`;
    throw new Refusal({ code: "too-large", file, got: `${text.length} characters`, need });
  }
  const at: PlaceOf = (offset, length) => ({ file, ...placeIn(text, offset, length) });
  const depth = Math.min(limits.documentDepth, deepestDocument);
  const beyond = offsetBeyondDepth(text, depth);
  if (beyond !== undefined) {
    const got = `nesting deeper than ${depth}`;
    throw new Refusal({ code: "too-deep", ...at(beyond), got, need: `at most ${depth} levels` });
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [first] = errors;
  if (first !== undefined)
    throw new Refusal({ ...at(first.offset, first.length), ...syntaxProblem(first, text) });
  const problems: Problem[] = [];
  const value = toValue(root!, text, ({ offset, length }, problem) => {
    // A place costs a look through the text: no more of them than will be reported.
    if (problems.length < maximumProblems) problems.push({ ...problem, ...at(offset, length) });
  });
  if (problems.length > 0) throw new Refusal(problems);
  return {
    value,
    text: source,
    file,
    place: (refusal) => new Refusal(refusal.problems.map((problem) => locate(problem, root!, at))),
  };
}

/** A document that was never a text: problems keep their paths and get no lines. */
export function toDocument(value: object, file: string): SourceDocument {
  // What JSON does not know goes away, as it would in a file; and nobody can change the document later.
  const copy = frozenCopy(JSON.parse(JSON.stringify(value)) as Json);
  const place = ({ problems }: Refusal): Refusal =>
    new Refusal(problems.map((problem) => ({ file, ...problem })));
  return { value: copy, text: `${layoutJson(copy)}\n`, file, place };
}

type PlaceOf = (offset: number, length?: number) => Place & { readonly file: string };

/** A problem's place from the deepest part of its path that exists in the document. */
function locate(problem: Problem, root: Node, at: PlaceOf): Problem {
  if (problem.path === undefined || problem.line !== undefined) return problem;
  for (let length = problem.path.length; length >= 0; length--) {
    const node = findNodeAtLocation(root, [...problem.path.slice(0, length)]);
    if (node === undefined) continue;
    // A property's place is its key, so that a wrong name is pointed at as well as a wrong value.
    const place = node.parent?.type === "property" ? node.parent : node;
    const isWhole = length === problem.path.length && node.type !== "object" && node.type !== "array";
    const { length: shown } = isWhole || place === node ? place : place.children![0]!;
    return { ...problem, ...at(place.offset, place === node && !isWhole ? 1 : shown) };
  }
  return problem;
}

type Report = (node: Pick<Node, "offset" | "length">, problem: Problem) => void;

function toValue(node: Node, text: string, report: Report): Json {
  if (node.type === "array") return (node.children ?? []).map((child) => toValue(child, text, report));
  if (node.type === "object") return toObject(node, text, report);
  if (node.type === "number" && !Number.isFinite(node.value)) {
    const got = text.slice(node.offset, node.offset + Math.min(node.length, 40));
    report(node, { code: "not-a-number", got, need: "a number that float64 can hold" });
  }
  return node.value as Json;
}

function toObject(node: Node, text: string, report: Report): Json {
  const entries = new Map<string, Json>();
  for (const { children } of node.children ?? []) {
    const [keyNode, valueNode] = children!;
    const key = keyNode!.value as string;
    const quoted = JSON.stringify(key);
    if (forbiddenKeys.has(key))
      report(keyNode!, { code: "forbidden-key", got: quoted, need: "another name" });
    else if (entries.has(key)) {
      report(keyNode!, {
        code: "duplicate-key",
        got: `${quoted} twice in one object`,
        need: "each key once",
      });
    } else entries.set(key, toValue(valueNode!, text, report));
  }
  return Object.fromEntries(entries);
}
