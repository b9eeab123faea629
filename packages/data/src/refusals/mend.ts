import {
  checkForm,
  type DType,
  type GraphNode,
  type Path,
  type Problem,
  Refusal,
  type Shape,
} from "@chainrule/core";
import { loadData } from "../load.js";
import { dataKeys, dataSection } from "../section.js";
import { inputNode } from "../testInputs.js";
import { birds, type Refused, x, y } from "./golden.js";

type Place = Record<string | number, unknown>;

/**
 * Does what the `try` of a case's first problem says, as one who only edits the place that it points at, until the
 * case is accepted or there is nothing that can be done so.
 * @returns "accepted", or the code of what is still refused
 */
export function mended({ data, text = birds, inputs = [x, y] }: Refused): string {
  const declared = inputs.map(({ id, shape, dtype, attributes }) => [id, { shape, dtype, ...attributes }]);
  const document = JSON.stringify({ data, model: { inputs: Object.fromEntries(declared) } });
  const spec = JSON.parse(document) as Place;
  for (let attempts = 0; attempts < 8; attempts++) {
    const problem = firstProblem(spec, text);
    if (problem === undefined) return "accepted";
    if (!edit(spec, problem)) return problem.code;
  }
  return "no end";
}

function firstProblem(spec: Place, text: string): Problem | undefined {
  try {
    loadData(checkForm(dataSection.schema, spec["data"], ["data"]), {
      inputs: Object.entries(at(spec, ["model", "inputs"]) ?? {}).map(inputOf),
      seed: 0,
      readText: () => text,
    });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.problems[0];
    throw error;
  }
}

function inputOf([id, value]: [string, unknown]): GraphNode {
  const { shape, dtype, classes } = value as { shape: Shape; dtype?: DType; classes?: number };
  return inputNode(id, shape, dtype ?? "float32", classes);
}

/** Codes of problems whose path ends with a wrong name; with all others, what it names is wrong. */
const wrongNames = ["unknown-key", "unknown-attribute", "unknown-input"];

/** Replaces, adds or takes away one thing. Whether the hint says exactly what. */
function edit(spec: Place, { code, path = [], line, try: hint = "" }: Problem): boolean {
  const key = path.at(-1) ?? "";
  const parent = at(spec, path.slice(0, -1));
  const [, surplus] = /^leave out "(\w+)"$/.exec(hint) ?? [];
  const [, name, text = hint.replace(", without quotes", "")] = /^"(\w+)": (.*)$/.exec(hint) ?? [];
  // What stands in a file is mended there.
  if (parent === undefined || line !== undefined) return false;
  if (surplus !== undefined) return delete parent[surplus];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  const section = at(spec, ["data"])!;
  if (name === key || (name === undefined && !wrongNames.includes(code))) parent[key] = value;
  else if (name === undefined) rename(parent, key, String(value));
  else if (code === "wrong-source") {
    delete parent[key];
    parent[name] = value;
  } else if (path.length === 1 || dataKeys.includes(name)) section[name] = value;
  else return false;
  return true;
}

function rename(place: Place, from: string | number, to: string): void {
  place[to] = place[from];
  delete place[from];
}

function at(place: Place, path: Path): Place | undefined {
  return path.reduce<Place | undefined>((inner, key) => inner?.[key] as Place | undefined, place);
}
