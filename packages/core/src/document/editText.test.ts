import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../graph.js";
import { parseDocument } from "./document.js";
import { patchesBetween } from "./editPatches.js";
import { editText } from "./editText.js";

fc.configureGlobal({ seed: 1 });

const spec = `// Exclusive or.
{
  "seed": 0, // the first draws
  "model": {
    "nodes": {
      "hidden": { "block": "dense", "in": ["x"], "units": 4 }, // four units
      // the end
      "p": { "op": "sigmoid", "in": ["hidden"] }
    }
  },
  "train": { "optimiser": { "lr": 0.5 }, "stop": [{ "epochs": 200 }] },
}
`;

test.each<[string, unknown[]]>([
  ["a number", [{ op: "replace", path: ["train", "optimiser", "lr"], value: 0.1 }]],
  ["a key after the last one", [{ op: "add", path: ["train", "optimiser", "decay"], value: 0.9 }]],
  [
    "a node",
    [{ op: "add", path: ["model", "nodes", "d"], value: { op: "dropout", in: ["hidden"], rate: 0.5 } }],
  ],
  ["a node with its comment goes", [{ op: "remove", path: ["model", "nodes", "hidden"] }]],
  ["the last node goes", [{ op: "remove", path: ["model", "nodes", "p"] }]],
  [
    "items at both ends of a list",
    [
      { op: "add", path: ["train", "stop", 0], value: { steps: 3 } },
      { op: "add", path: ["train", "stop", 2], value: { steps: 4 } },
    ],
  ],
  [
    "a section, after a trailing comma",
    [
      {
        op: "add",
        path: ["expect"],
        value: [
          { metric: "train/loss", at: "end", below: 0.05, why: "it parts the four points of the plane" },
        ],
      },
    ],
  ],
  ["everything goes", ["seed", "model", "train"].map((key) => ({ op: "remove", path: [key] }))],
])("the rest stays as it was written: %s", (_, patches) => {
  expect(lineDiff(spec, editText(spec, patches))).toMatchSnapshot();
});

/** Lines that went and came. */
function lineDiff(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
  const come = now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...come].join("\n");
}

test("line ends, tabs and a byte order mark stay", () => {
  const text = '\uFEFF{\r\n\t"a": 1\r\n}\r\n';
  expect(editText(text, [{ op: "add", path: ["b"], value: -0 }])).toBe(
    '\uFEFF{\r\n\t"a": 1,\r\n\t"b": -0\r\n}\r\n',
  );
});

const key = fc.constantFrom("a", "b", "c", "d", 'q"');
const { value: json } = fc.letrec<{ value: Json; list: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, 0, -0, 1, 0.1, "", "//", "x, y"),
    tie("list"),
    tie("object"),
  ),
  list: fc.array(tie("value"), { maxLength: 4 }),
  object: fc.dictionary(key, tie("value"), { noNullPrototype: true, maxKeys: 4 }),
}));
const object = fc.dictionary(key, json, { noNullPrototype: true });
const filling = fc.constantFrom(
  "",
  " ",
  "\n",
  "\n  ",
  " // c, 1\n",
  "/* { */",
  "\n/* a\nb */ ",
  "\r\n\t",
  " // d\n\n// e\n",
);

/** A JSON text of a value, with any white space, comments and trailing commas. */
function written(value: Json, fill: () => string, trailing: () => boolean): string {
  const join = (items: readonly string[], [open, close]: string): string => {
    const comma = items.length > 0 && trailing() ? `${fill()},` : "";
    return `${open}${items.map((item) => fill() + item + fill()).join(",")}${comma}${fill()}${close}`;
  };
  if (Array.isArray(value))
    return join(
      value.map((item: Json) => written(item, fill, trailing)),
      "[]",
    );
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : JSON.stringify(value);
  return join(
    Object.entries(value).map(
      ([k, item]) => `${JSON.stringify(k)}${fill()}:${fill()}${written(item, fill, trailing)}`,
    ),
    "{}",
  );
}

test("an edited text parses to the edited document, whatever its layout and comments", () => {
  fc.assert(
    fc.property(
      object,
      object,
      fc.infiniteStream(filling),
      fc.infiniteStream(fc.boolean()),
      (before, after, fills, commas) => {
        const text = written(
          before,
          () => fills.next().value as string,
          () => commas.next().value as boolean,
        );
        const edited = editText(text, patchesBetween(before, after));
        expect(parseDocument(edited, "edited").value).toEqual(after);
      },
    ),
    { numRuns: 2000 },
  );
});

test("no patches change no letter", () => {
  expect(editText(spec, [])).toBe(spec);
});

test("the text of a document is refused as everywhere", () => {
  expect(() => editText('{ "a": }', [])).toThrow(/spec.json:1:8 {2}syntax/);
  expect(() => editText("1", [{ op: "add", path: ["a"], value: 1 }])).toThrow(/not-a-container/);
});
