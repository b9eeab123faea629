import { defaultLimits, type Limits } from "@chainrule/core";

/** A text that should cost nobody much, and the codes that it is refused with. */
export interface Hostile {
  readonly name: string;
  /** Made when it is asked for: some are large. */
  readonly text: () => string;
  /** None where it is accepted. */
  readonly codes: readonly string[];
  readonly limits?: Limits;
  readonly files?: Readonly<Record<string, string>>;
}

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const object = (entries: readonly (readonly [string, unknown])[]): object => Object.fromEntries(entries);
const inputs = { x: { shape: ["N"] } };
const tanh = { op: "tanh", in: ["x"] };

function spec(model: object, rest: object = {}): string {
  return JSON.stringify({
    chainrule: 1,
    ...rest,
    model: { inputs, nodes: { y: tanh }, outputs: { y: "y" }, ...model },
  });
}

/** A chain of nodes, each of the one before. */
export const chain = (count: number): string =>
  spec({
    nodes: object(times(count, (i) => [`n${i}`, { op: "tanh", in: [i === 0 ? "x" : `n${i - 1}`] }])),
    outputs: { y: `n${count - 1}` },
  });

/** Blocks that hold the next one so often. */
const laughs = (levels: number, width: number, extra: object = {}): string =>
  spec(
    { nodes: { y: { block: "b0", in: ["x"] } } },
    {
      blocks: object(
        times(levels, (level) => [
          `b${level}`,
          {
            inputs,
            nodes: object(
              times(width, (i) => [
                `n${i}`,
                level === levels - 1 ? tanh : { block: `b${level + 1}`, in: ["x"], ...extra },
              ]),
            ),
            output: "n0",
          },
        ]),
      ),
    },
  );

const mebi = 2 ** 20;
const wide: Limits = { ...defaultLimits, documentBytes: 256 * mebi };
const block = { inputs, nodes: { a: tanh }, output: "a" };
const listed = {
  args: { sizes: { type: "list", of: { type: "integer" } } },
  ...block,
};

/** Each kind of input that is known to break readers of JSON, or builders of graphs; `count` says how much of it. */
export function hostiles(count: number): Hostile[] {
  return [
    { name: "objects in objects", text: () => '{"a":'.repeat(count >> 3), codes: ["too-deep"] },
    { name: "lists in lists", text: () => "[".repeat(count), codes: ["too-deep"] },
    {
      name: "lists in lists, with a limit that no stack could hold",
      text: () => "[".repeat(count) + "]".repeat(count),
      codes: ["too-deep"],
      limits: { ...wide, documentDepth: Infinity },
    },
    { name: "100 MB of text", text: () => `"${"a".repeat(1e8)}"`, codes: ["too-large"] },
    {
      name: "100 MB of text, where that is allowed",
      text: () => `"${"a".repeat(1e8)}"`,
      codes: ["wrong-type"],
      limits: wide,
    },
    {
      name: "a long op",
      text: () => spec({ nodes: { y: { op: "a".repeat(count), in: ["x"] } } }),
      codes: ["unknown-op"],
    },
    { name: "a long key", text: () => spec({ ["a".repeat(count)]: 1 }), codes: ["unknown-key"] },
    {
      name: "a long id",
      text: () => spec({ nodes: { y: tanh, [`-${"a".repeat(count)}`]: tanh } }),
      codes: ["bad-id"],
    },
    {
      name: "a key again and again",
      text: () => `{${times(count >> 3, () => '"a":1').join(",")}}`,
      codes: ["duplicate-key"],
    },
    { name: "errors all over", text: () => "}".repeat(count), codes: ["syntax"] },
    { name: "strings that do not end", text: () => '"\n'.repeat(count >> 1), codes: ["syntax"] },
    { name: "comments", text: () => "/* */".repeat(count >> 3), codes: ["syntax"] },
    {
      name: "numbers too large",
      text: () => `[${times(count >> 3, () => "1e400").join()}]`,
      codes: ["not-a-number"],
    },
    { name: "a very long number", text: () => `[${"9".repeat(count)}]`, codes: ["not-a-number"] },
    {
      name: "many numbers in a parameter",
      text: () => spec({ params: { w: { shape: [3], value: times(count >> 2, () => 1) } } }),
      codes: ["shape-mismatch"],
    },
    {
      name: "many lists in a parameter",
      text: () => spec({ params: { w: { shape: [3], value: times(count >> 3, () => [[]]) } } }),
      codes: ["shape-mismatch"],
    },
    {
      name: "many parameters",
      text: () => spec({ params: object(times(count >> 5, (i) => [`p${i}`, { shape: [], value: 0 }])) }),
      codes: [],
    },
    {
      name: "many unknown parameters",
      text: () => spec({ params: object(times(count >> 5, (i) => [`p${i}`, { shpe: [] }])) }),
      codes: ["unknown-key"],
    },
    {
      name: "many nodes of nothing",
      text: () => spec({ nodes: object(times(count >> 5, (i) => [`n${i}`, { op: "tanh", in: [`m${i}`] }])) }),
      codes: ["unknown-node"],
    },
    {
      name: "many small circles",
      text: () =>
        spec({ nodes: object(times(count >> 5, (i) => [`n${i}`, { op: "tanh", in: [`n${i ^ 1}`] }])) }),
      codes: ["cycle"],
    },
    {
      name: "a large circle",
      text: () =>
        spec({
          outputs: { y: "n0" },
          nodes: object(
            times(count >> 5, (i) => [`n${i}`, { op: "tanh", in: [`n${(i + 1) % (count >> 5)}`] }]),
          ),
        }),
      codes: ["cycle"],
    },
    {
      name: "more nodes than a document can hold",
      text: () => chain(count),
      codes: count > 100_000 ? ["too-large"] : ["too-many-nodes"],
      ...(count <= 100_000 && { limits: { ...defaultLimits, nodes: count - 1 } }),
    },
    {
      name: "more nodes than are allowed",
      text: () => chain(count),
      codes: ["too-many-nodes"],
      limits: { ...wide, nodes: count - 1 },
    },
    { name: "a thousand million laughs", text: () => laughs(30, 2), codes: ["too-many-nodes"] },
    { name: "ten to the thirty laughs", text: () => laughs(30, 10), codes: ["too-many-nodes"] },
    { name: "laughs by repetition", text: () => laughs(6, 1, { repeat: 1000 }), codes: ["too-many-nodes"] },
    {
      name: "a thousand million copies",
      text: () => spec({ nodes: { y: { ...tanh, repeat: 1e9 } } }),
      codes: ["too-many-nodes"],
    },
    {
      name: "as many copies as there are integers",
      text: () => spec({ nodes: { y: { ...tanh, repeat: 9007199254740991 } } }),
      codes: ["too-many-nodes"],
    },
    {
      name: "very many copies, each with its arguments",
      text: () =>
        spec(
          { nodes: { y: { block: "b", in: ["x"], repeat: times(count >> 4, (i) => ({ u: i })) } } },
          { blocks: { b: block } },
        ),
      codes: ["unknown-attribute"],
    },
    {
      name: "copies of a block with a long argument",
      text: () =>
        spec(
          { nodes: { y: { block: "b", in: ["x"], repeat: 190_000, sizes: times(count >> 1, () => 1) } } },
          { blocks: { b: listed } },
        ),
      codes: ["too-many-nodes"],
    },
    {
      name: "copies of a block with large parameters",
      text: () =>
        spec(
          { nodes: { y: { block: "b", in: ["x"], repeat: 190_000 } } },
          {
            blocks: {
              b: { ...block, params: { w: { shape: [count >> 1], value: times(count >> 1, () => 1) } } },
            },
          },
        ),
      codes: ["too-many-nodes"],
    },
    { name: "a chain of blocks", text: () => laughs(count >> 6, 1), codes: ["too-deep"] },
    {
      name: "a circle of blocks",
      text: () => laughs(20, 1).replace('"op":"tanh"', '"block":"b0"'),
      codes: ["recursive-block"],
    },
    {
      name: "many blocks, all of them wrong",
      text: () =>
        spec({}, { blocks: object(times(count >> 6, (i) => [`b${i}`, { ...block, output: "b" }])) }),
      codes: ["unknown-node"],
    },
    {
      name: "a block with many references",
      text: () =>
        spec(
          {},
          {
            blocks: { b: { inputs, nodes: object(times(count >> 5, (i) => [`n${i}`, tanh])), output: "n0" } },
          },
        ),
      codes: [],
    },
    {
      name: "many blocks of one file",
      text: () => spec({}, { use: object(times(count >> 6, (i) => [`b${i}`, "blocks.json"])) }),
      files: {
        "blocks.json": JSON.stringify({
          chainrule: 1,
          blocks: object(times(count >> 6, (i) => [`b${i}`, block])),
        }),
      },
      codes: [],
    },
    {
      name: "one file by many paths",
      text: () =>
        spec({}, { use: object(times(count >> 6, (i) => [`b${i}`, `${"./".repeat(i % 100)}blocks.json`])) }),
      files: {
        "blocks.json": JSON.stringify({
          chainrule: 1,
          doc: "a".repeat(3 * mebi),
          blocks: object(times(count >> 6, (i) => [`b${i}`, block])),
        }),
      },
      codes: ["too-large"],
    },
    {
      name: "a dim that is too large",
      text: () => spec({ params: { w: { shape: ["p"], init: "zeros" } } }, { dims: { p: 9007199254740991 } }),
      codes: ["too-large"],
    },
    {
      name: "dims whose product is too large",
      text: () => spec({ params: { w: { shape: times(64, () => 1e15), init: "zeros" } } }),
      codes: ["too-large"],
    },
    {
      name: "units without end",
      text: () =>
        spec({
          inputs: { x: { shape: ["N", 2] } },
          nodes: { y: { block: "dense", in: ["x"], units: 1e15, bias: true } },
        }),
      codes: ["too-large"],
    },
    {
      name: "misspelt names beside many near ones",
      text: () =>
        spec({
          nodes: object(
            times(count >> 6, (i) => [
              `${"n".repeat(50)}${i}`,
              i < 20 ? { op: "tanh", in: [`${"m".repeat(50)}${i}`] } : tanh,
            ]),
          ),
        }),
      codes: ["unknown-node"],
    },
  ];
}
