import { graphToJson, type Json, parseDocument } from "@chainrule/core";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sections } from "../language.js";
import { openSpec } from "../project.js";
import { topLevelKeys, unsupportedSections } from "../topLevel.js";
import { formatSpec } from "./format.js";
import { type Token, tokens } from "./tokens.js";

const value = (text: string): Json => parseDocument(text, "spec.json").value;

/** Every comment, whatever its indent, in an order that says nothing. */
const comments = (text: string): string[] =>
  [...tokens(text)]
    .flatMap((token) => token.comments.map((comment) => comment.text.replaceAll(/\n\s*/g, "\n")))
    .sort();

const scalars = (text: string): string[] =>
  [...tokens(text)]
    .filter(({ kind }) => kind === "scalar")
    .map((token) => token.text)
    .sort();

/** What must hold of every text that is formatted. */
function expectKept(text: string): string {
  const formatted = formatSpec(text);
  expect(value(formatted)).toEqual(value(text));
  expect(comments(formatted)).toEqual(comments(text));
  expect(scalars(formatted)).toEqual(scalars(text));
  expect(formatSpec(formatted)).toBe(formatted);
  return formatted;
}

describe("canonical order", () => {
  test("the top level, the model, a node, a parameter, an optimiser, a schedule", () => {
    const text = `{
      "x-b": 1, "train": { "optimiser": { "beta2": 0.5, "lr": { "steps": 9, "to": 0, "from": 1e-3, "schedule": "cosine" },
      "mine": 1, "beta1": 0.5, "type": "adam" }, "minimise": { "b": 1, "a": 2 } }, "unknown": 0, "x-a": 2,
      "model": { "outputs": { "z": "h", "a": "h" }, "nodes": {
        "z": { "doc": "last", "mine": 1, "units": 3, "in": ["x"], "activation": { "form": "multiply", "alpha": 0.1, "op": "leakyRelu" }, "block": "dense" },
        "a": { "in": ["z"], "op": "tanh" } },
      "params": { "w": { "doc": "a", "init": { "scale": 1, "type": "normal" }, "shape": [] } } },
      "name": "a", "chainrule": 1 }`;
    expect(expectKept(text)).toMatchInlineSnapshot(`
      "{
        "chainrule": 1,
        "name": "a",
        "model": {
          "params": { "w": { "shape": [], "init": { "type": "normal", "scale": 1 }, "doc": "a" } },
          "nodes": {
            "z": {
              "block": "dense",
              "in": ["x"],
              "units": 3,
              "activation": { "op": "leakyRelu", "alpha": 0.1, "form": "multiply" },
              "mine": 1,
              "doc": "last"
            },
            "a": { "op": "tanh", "in": ["z"] }
          },
          "outputs": { "z": "h", "a": "h" }
        },
        "train": {
          "minimise": { "b": 1, "a": 2 },
          "optimiser": {
            "type": "adam",
            "lr": { "schedule": "cosine", "from": 1e-3, "to": 0, "steps": 9 },
            "beta1": 0.5,
            "beta2": 0.5,
            "mine": 1
          }
        },
        "unknown": 0,
        "x-b": 1,
        "x-a": 2
      }
      "
    `);
  });

  test("is that of the language's list, which names every section", () => {
    const known = ["chainrule", ...Object.keys(sections), ...Object.keys(unsupportedSections)];
    expect([...topLevelKeys].sort()).toEqual(known.sort());
  });

  test("arguments of the spec's own blocks come as they are declared", () => {
    const text = `{ "blocks": { "b": { "args": { "z": {}, "a": {} } } },
      "model": { "nodes": { "h": { "a": 1, "z": 2, "in": [], "block": "b" } } } }`;
    expect(expectKept(text)).toContain(`"h": { "block": "b", "in": [], "z": 2, "a": 1 }`);
  });

  test("what is under a key of one's own, and names that are one's own, stay in their order", () => {
    const text = `{ "model": { "inputs": { "type": { "shape": [] }, "a": { "shape": [] } } }, "x-a": { "b": 1, "op": "add", "a": { "shape": [] } } }`;
    const formatted = expectKept(text);
    expect(formatted).toContain(`"x-a": { "b": 1, "op": "add", "a": { "shape": [] } }`);
    expect(formatted).toContain(`"inputs": { "type": { "shape": [] }, "a": { "shape": [] } }`);
  });
});

describe("comments", () => {
  test("stay with what they are about, wherever they stand", () => {
    const text = `// file head

/* second
 * stars
     * in a column */
{ // opening
  // container head

  // about train
  "train": { "stop": [{ "epochs": 1e1 /* ten */ }, // first
     /* inline */ { "steps": 5 }] }, // end of train
  /* lead of name */ "name": // why
  "a\\u0062c",

  "expect": [], /* about expect */
  "chainrule": /* inner */ 1
  , // behind the comma
  "model": { "nodes": {
     "h": { "in": ["x"], "block": "dense" /* about block */ } ,
     // dangling
  }, "outputs": { /* empty */ } }
  // dangling end

  /* really */
} // after
// the end`;
    expect(expectKept(text)).toMatchInlineSnapshot(`
      "// file head

      /* second
       * stars
       * in a column */
      { // opening
        // container head

        "chainrule": /* inner */ 1,
        /* lead of name */
        // why
        "name": "a\\u0062c",
        // behind the comma
        "model": {
          "nodes": {
            "h": {
              "block": "dense", /* about block */
              "in": ["x"]
            }
            // dangling
          },
          "outputs": {
            /* empty */
          }
        },

        // about train
        "train": {
          "stop": [
            {
              "epochs": 1e1 /* ten */
            }, // first
            /* inline */ { "steps": 5 }
          ]
        }, // end of train

        "expect": [] /* about expect */
        // dangling end

        /* really */
      } // after
      // the end
      "
    `);
  });

  test("line ends of any kind become line feeds, a byte order mark goes", () => {
    expect(formatSpec('\uFEFF// a\r\n{\r\n  /* b\r\n   * c */ "name": "x" // d  \r\n}\r\n')).toBe(
      '// a\n{\n  /* b\n   * c */\n  "name": "x" // d\n}\n',
    );
  });
});

describe("layout", () => {
  test("a matrix that does not fit on a line is written row by row, long rows are filled", () => {
    const rows = Array.from({ length: 3 }, (_, i) =>
      Array.from({ length: i === 1 ? 30 : 8 }, (_, j) => i + j / 1000),
    );
    expect(expectKept(JSON.stringify({ data: { examples: { x: rows } } }))).toMatchInlineSnapshot(`
      "{
        "data": {
          "examples": {
            "x": [
              [0, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007],
              [
                1, 1.001, 1.002, 1.003, 1.004, 1.005, 1.006, 1.007, 1.008, 1.009, 1.01, 1.011, 1.012, 1.013, 1.014,
                1.015, 1.016, 1.017, 1.018, 1.019, 1.02, 1.021, 1.022, 1.023, 1.024, 1.025, 1.026, 1.027, 1.028,
                1.029
              ],
              [2, 2.001, 2.002, 2.003, 2.004, 2.005, 2.006, 2.007]
            ]
          }
        }
      }
      "
    `);
  });

  test("a line has at most 110 columns where it can be broken, its comma included", () => {
    const fits = (length: number): string => expectKept(`{ "x-a": ["${"a".repeat(length)}", 1], "x-b": 1 }`);
    const lines = (text: string): number[] => text.split("\n").map((line) => line.length);
    expect(Math.max(...lines(fits(93)))).toBe(110);
    expect(Math.max(...lines(fits(94)))).toBeLessThan(110);
  });

  test("no value needs to be an object", () => {
    expect(formatSpec("/* a */ [1,2,] // b")).toBe("/* a */ [1, 2] // b\n");
    expect(formatSpec(" null ")).toBe("null\n");
  });
});

test("what cannot be read is refused as everywhere", () => {
  expect(() => formatSpec('{ "a": 1, "a": 2 }')).toThrow(/duplicate-key/);
  expect(() => formatSpec("[".repeat(100))).toThrow(/too-deep/);
  expect(() => formatSpec("{ /* never closed ")).toThrow(/syntax/);
});

const root = new URL("../../../../examples/", import.meta.url);
const examples = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".json") && !name.includes("node_modules"))
  .map((name) => ({ name, text: readFileSync(new URL(name, root), "utf8") }))
  .filter(({ text }) => text.includes('"chainrule": 1'));

test.each(examples)("$name is formatted", ({ text }) => {
  expect(expectKept(text)).toBe(text);
});

test.each(examples.filter(({ text }) => !text.includes('"plugins"')))(
  "$name means the same with all its keys in another order",
  ({ text }) => {
    const reversed = JSON.stringify(backwards(value(text)));
    const graphOf = (spec: string): string => graphToJson(openSpec(spec).graph);
    expect(graphOf(formatSpec(reversed))).toBe(graphOf(reversed));
  },
);

/** The same value with the keys of every object the other way round. */
function backwards(inner: Json): Json {
  if (typeof inner !== "object" || inner === null) return inner;
  if (Array.isArray(inner)) return inner.map(backwards);
  return Object.fromEntries(
    Object.entries(inner)
      .map(([key, item]) => [key, backwards(item)] as const)
      .reverse(),
  );
}

// Words that a spec uses, so that the forms have something to arrange, and others.
const key = fc.constantFrom(
  ...topLevelKeys,
  ..."x-a inputs params nodes outputs op block in doc shape init type lr units activation a b".split(" "),
);
const word = fc.constantFrom(
  "tanh",
  "dense",
  "adam",
  "leakyRelu",
  "x",
  "//",
  "/* no comment */",
  'a"b',
  "é\n",
);
const number = fc.constantFrom("0", "-0", "1e-3", "1E+5", "0.10", "123456789012345678901", "-2.50e0");
const scalar = fc.oneof(
  word.map((text) => JSON.stringify(text)),
  number,
  fc.constantFrom("true", "false", "null"),
);
const json: fc.Arbitrary<string[]> = fc.letrec<{ value: string[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    scalar.map((text) => [text]),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => ["[", ...separated(items), "]"]),
    fc
      .uniqueArray(fc.tuple(key, tie("value")), { maxLength: 5, selector: ([name]) => name })
      .map((entries) => ["{", ...separated(entries.map(([name, item]) => [`"${name}"`, ":", ...item])), "}"]),
  ),
})).value;
const trivia = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("", " ", "\n", "\r\n", "\n\n", "\t") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "// a\n",
      " // b\r\n",
      "/* c */",
      "\n/* d\n   e */\n",
      "/* f\n * g\n*/ ",
      "// h\n\n",
      "\n\n/* i */ ",
    ),
  },
);

function separated(items: readonly (readonly string[])[]): string[] {
  return items.flatMap((item, i) => (i === 0 ? item : [",", ...item]));
}

test("any text with comments anywhere keeps its value, its comments and its form", () => {
  const text = fc
    .tuple(json, fc.infiniteStream(trivia))
    .map(
      ([parts, between]) =>
        parts.flatMap((part) => [between.next().value, part]).join("") + between.next().value,
    );
  fc.assert(
    fc.property(text, (some) => void expectKept(some)),
    { numRuns: 1000 },
  );
});

test("comments keep their order where nothing else changes it", () => {
  const list = fc.array(fc.tuple(trivia, scalar, trivia), { minLength: 1, maxLength: 8 });
  const order = (text: string): string[] =>
    [...tokens(text)].flatMap(({ comments: found, text: own, kind }: Token) => [
      ...found.map((comment) => comment.text.replaceAll(/\n\s*/g, "\n")),
      ...(kind === "scalar" ? [own] : []),
    ]);
  fc.assert(
    fc.property(list, (items) => {
      const text = `[${items.map((parts) => parts.join("")).join(",")}]`;
      // A comment that stood before a comma comes after it: commas are no scalars.
      expect(order(formatSpec(text))).toEqual(order(text));
    }),
    { numRuns: 500 },
  );
});
