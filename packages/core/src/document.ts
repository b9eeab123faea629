import { createScanner, findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { type Problem, Refusal } from "./errors.js";
import type { Json } from "./graph.js";
import { defaultLimits, type Limits } from "./limits.js";

/** A parsed JSON document that still knows where everything stood. */
export interface SourceDocument {
  readonly value: Json;
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
export function parseDocument(text: string, file: string, limits: Limits = defaultLimits): SourceDocument {
  const at = positions(text, file);
  if (text.length > limits.documentBytes) {
    throw new Refusal({ code: "too-large", file, got: `${text.length} characters`, need: `at most ${limits.documentBytes}` });
  }
  checkDepth(text, limits.documentDepth, at);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [first] = errors;
  if (first !== undefined || root === undefined) {
    throw new Refusal({
      code: "syntax",
      ...at(first?.offset ?? 0),
      got: first === undefined ? "an empty document" : spaced(printParseErrorCode(first.error)),
      need: "JSON (comments and trailing commas are allowed)",
    });
  }
  const problems: Problem[] = [];
  const value = toValue(root, text, problems, at);
  if (problems.length > 0) throw new Refusal(problems.slice(0, 20));
  return { value, file, place: (refusal) => new Refusal(refusal.problems.map((problem) => locate(problem, root, at))) };
}

/** A problem's place from the deepest part of its path that exists in the document. */
function locate(problem: Problem, root: Node, at: (offset: number) => Partial<Problem>): Problem {
  if (problem.path === undefined || problem.line !== undefined) return problem;
  for (let length = problem.path.length; length >= 0; length--) {
    const node = findNodeAtLocation(root, [...problem.path.slice(0, length)]);
    if (node === undefined) continue;
    // A property's place is its key, so that a wrong name is pointed at as well as a wrong value.
    const place = node.parent?.type === "property" ? node.parent : node;
    return { ...problem, ...at(place.offset) };
  }
  return problem;
}

function toValue(node: Node, text: string, problems: Problem[], at: (offset: number) => Partial<Problem>): Json {
  if (node.type === "array") return (node.children ?? []).map((child) => toValue(child, text, problems, at));
  if (node.type === "object") {
    const entries = new Map<string, Json>();
    for (const { children } of node.children ?? []) {
      const [keyNode, valueNode] = children!;
      const key = keyNode!.value as string;
      const report = (code: string, got: string, need: string): number =>
        problems.push({ code, ...at(keyNode!.offset), got, need });
      if (forbiddenKeys.has(key)) report("forbidden-key", JSON.stringify(key), "another name");
      else if (entries.has(key)) report("duplicate-key", `${JSON.stringify(key)} twice in one object`, "each key once");
      else if (valueNode) entries.set(key, toValue(valueNode, text, problems, at));
    }
    return Object.fromEntries(entries);
  }
  if (node.type === "number" && !Number.isFinite(node.value)) {
    problems.push({ code: "not-a-number", ...at(node.offset), got: text.slice(node.offset, node.offset + node.length), need: "a number that float64 can hold" });
  }
  return node.value as Json;
}

/** Counts nesting token by token, before anything recursive sees the text. */
function checkDepth(text: string, limit: number, at: (offset: number) => Partial<Problem>): void {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const token = scanner.getTokenLength() === 1 ? text[scanner.getTokenOffset()] : undefined;
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    if (depth > limit) {
      throw new Refusal({ code: "too-deep", ...at(scanner.getTokenOffset()), got: `nesting deeper than ${limit}`, need: `at most ${limit} levels` });
    }
  }
}

/** Offsets to 1-based lines and columns. */
function positions(text: string, file: string): (offset: number) => { file: string; line: number; column: number } {
  return (offset) => {
    const before = text.slice(0, offset);
    const lastBreak = before.lastIndexOf("\n");
    return { file, line: before.split("\n").length, column: offset - lastBreak };
  };
}

function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

