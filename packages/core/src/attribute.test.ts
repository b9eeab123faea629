import { expect, test } from "vitest";
import { type Attribute, attribute } from "./attribute.js";

const doc = "a setting";
const cases: [
  name: string,
  declared: Attribute<unknown>,
  need: string,
  accepted: unknown[],
  refused: unknown[],
][] = [
  [
    "number",
    attribute.number({ doc }),
    "a finite number",
    [0, -1.5, 1e308],
    [Infinity, NaN, "1", null, undefined],
  ],
  [
    "number between",
    attribute.number({ doc, above: 0, max: 1 }),
    "a finite number above 0 and at most 1",
    [1, 1e-9],
    [0, 1.1],
  ],
  [
    "number inside",
    attribute.number({ doc, min: 0, below: 1 }),
    "a finite number at least 0 and below 1",
    [0, 0.5],
    [1, -0.1],
  ],
  ["integer", attribute.integer({ doc, min: 1 }), "an integer at least 1", [1, 7], [0, 1.5, 2 ** 53, "1"]],
  [
    "number or a word",
    attribute.numberOr("none", { doc, above: 0 }),
    '"none" or a finite number above 0',
    ["none", 0.5],
    ["nothing", 0, Infinity, NaN, null],
  ],
  [
    "integer or a word",
    attribute.integerOr("size", { doc, min: 1 }),
    '"size" or an integer at least 1',
    ["size", 2],
    ["sise", 0, 1.5],
  ],
  ["boolean", attribute.boolean({ doc }), "true or false", [true, false], [0, "true"]],
  ["string", attribute.string({ doc }), "a string", ["", "a"], [1, null]],
  ["choice", attribute.choice(["fro", 2], { doc }), 'one of "fro", 2', ["fro", 2], ["2", "Fro", 1]],
  ["axes", attribute.axes({ doc }), "a list of distinct integers", [[], [0, -1]], [[0, 0], [0.5], 1]],
  [
    "axes or a word",
    attribute.axesOr("all", { doc }),
    '"all" or a list of distinct integers',
    ["all", [1]],
    ["none", [1, 1]],
  ],
  ["stream", attribute.stream({ doc }), "a string that is not empty", ["a/b"], ["", 1]],
  ["seed", attribute.seed({ doc }), "an integer at least 0", [0, 7], [-1, 0.5, "1"]],
  [
    "shape",
    attribute.shape({ doc }),
    "a list of integers and dim names",
    [[], ["N", 3], [0]],
    [[-1], [1.5], ["1a"], [""], 3],
  ],
];

test.each(cases)("%s", (_, declared, need, accepted, refused) => {
  expect(declared.need).toBe(need);
  for (const value of accepted) expect(declared.parse(value)).toEqual(value);
  for (const value of refused) expect(declared.parse(value)).toBeUndefined();
});

test("shapes, streams and seeds are known by their kind", () => {
  expect(attribute.shape({ doc }).kind).toBe("shape");
  expect(attribute.stream({ doc }).kind).toBe("stream");
  expect(attribute.seed({ doc }).kind).toBe("seed");
  expect(attribute.axes({ doc }).kind).toBeUndefined();
});

test("an op is a name, or a name with its attributes; both come to the same form", () => {
  const { parse } = attribute.op({ doc });
  expect(parse("tanh")).toEqual({ op: "tanh", attributes: {} });
  expect(parse({ op: "leakyRelu", alpha: 0.1 })).toEqual({ op: "leakyRelu", attributes: { alpha: 0.1 } });
  expect(parse({ op: "leakyRelu", attributes: { alpha: 0.1 } })).toEqual({
    op: "leakyRelu",
    attributes: { alpha: 0.1 },
  });
  expect(parse({ alpha: 0.1 })).toBeUndefined();
  expect(parse(3)).toBeUndefined();
});
