import fc from "fast-check";
import { expect, test } from "vitest";
import { Refusal } from "../errors.js";
import type { Json } from "../graph.js";
import { edit, parsePath, setIn } from "./edit.js";
import { applyPatches } from "./editApply.js";
import { patchesBetween } from "./editPatches.js";

fc.configureGlobal({ seed: 1 });

const document: Json = { train: { optimiser: { lr: 0.1 }, stop: [{ epochs: 10 }] }, model: { nodes: {} } };

test("a value is replaced in a new document, and what did not change is shared", () => {
  const edited = setIn(document, parsePath("train.stop[0].epochs"), 20) as typeof document;
  expect(edited).toEqual({ ...document, train: { optimiser: { lr: 0.1 }, stop: [{ epochs: 20 }] } });
  expect(document).toMatchObject({ train: { stop: [{ epochs: 10 }] } });
  expect((edited as { model: Json }).model).toBe((document as { model: Json }).model);
});

test("the last key may be new; a list grows at its end", () => {
  expect(setIn({ a: { b: 1 } }, ["a", "c"], 2)).toEqual({ a: { b: 1, c: 2 } });
  expect(setIn({ a: [1] }, parsePath("a.1"), 2)).toEqual({ a: [1, 2] });
});

test.each([
  ["trian.optimiser.lr", "unknown-path", '"train"'],
  ["train.stop[3]", "unknown-path", undefined],
  ["train.optimiser.lr.value", "not-a-container", undefined],
  ["train.stop.first", "not-a-container", undefined],
  ["train..lr", "bad-path", "train.optimiser.lr"],
  ["model.__proto__.x", "forbidden-key", undefined],
])("%s is refused: %s", (path, code, suggestion) => {
  const problem = { code, ...(suggestion !== undefined && { try: suggestion }) };
  expect(() => setIn(document, parsePath(path), 1)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining(problem)] }),
  );
});

const spec = () => ({
  train: { optimiser: { lr: 0.1 } as { lr: number; decay?: number }, stop: [{ epochs: 10 }, { steps: 3 }] },
  model: { nodes: { h: { op: "tanh", in: ["x"] } } },
});

test("an edit gives a new document, patches and their inverse, and shares the rest", () => {
  const before = spec();
  const { value, patches, inverse } = edit(before, (draft) => {
    draft.train.optimiser.lr = 0.2;
    draft.train.optimiser.decay = 0.9;
    draft.train.stop.shift();
  });
  expect(value).toEqual({
    ...spec(),
    train: { optimiser: { lr: 0.2, decay: 0.9 }, stop: [{ steps: 3 }] },
  });
  expect(before).toEqual(spec());
  expect(value.model).toBe(before.model);
  expect(value.train.stop[0]).toBe(before.train.stop[1]);
  expect(patches).toEqual([
    { op: "replace", path: ["train", "optimiser", "lr"], value: 0.2 },
    { op: "add", path: ["train", "optimiser", "decay"], value: 0.9 },
    { op: "remove", path: ["train", "stop", 0] },
  ]);
  expect(inverse).toEqual([
    { op: "replace", path: ["train", "optimiser", "lr"], value: 0.1 },
    { op: "remove", path: ["train", "optimiser", "decay"] },
    { op: "add", path: ["train", "stop", 0], value: { epochs: 10 } },
  ]);
});

test("what comes out is frozen to the last key, and so is what it shares", () => {
  const { value } = edit(spec(), (draft) => void (draft.train.optimiser.lr = 0.2));
  for (const part of [value, value.train.stop[0]!, value.model.nodes.h.in])
    expect(Object.isFrozen(part)).toBe(true);
});

test("an edit that changes nothing gives the document itself and no patches", () => {
  const before = spec();
  for (const recipe of [
    () => {},
    (draft: ReturnType<typeof spec>) => void (draft.train.stop = [{ epochs: 10 }, { steps: 3 }]),
    (draft: ReturnType<typeof spec>) => {
      draft.train.optimiser.lr = 5;
      draft.train.optimiser.lr = 0.1;
    },
  ]) {
    const { value, patches, inverse } = edit(before, recipe);
    expect(value).toBe(before);
    expect([patches, inverse]).toEqual([[], []]);
  }
});

const circle: Record<string, unknown> = {};
circle["in"] = circle;

test.each<[string, unknown, string, string | undefined]>([
  ["NaN", NaN, "not-json", "NaN"],
  ["an infinity", [1, -Infinity], "not-json", "-Infinity"],
  ["undefined", undefined, "not-json", "undefined"],
  ["an undefined member", { a: undefined }, "not-json", "undefined"],
  ["a hole in a list", Array(2), "not-json", "undefined"],
  ["a function", () => 1, "not-json", "a function"],
  ["a date", new Date(0), "not-json", "an object of class Date"],
  ["a tensor's numbers", new Float32Array(2), "not-json", "an object of class Float32Array"],
  ["a symbol as a key", { [Symbol.iterator]: 1 }, "not-json", "an object with symbols"],
  ["a circle", circle, "too-deep", undefined],
  ["a forbidden key", JSON.parse('{ "a": { "__proto__": 1 } }'), "forbidden-key", '"__proto__"'],
])("%s is no value of a document", (_, wrong, code, got) => {
  const problem = expect.objectContaining({
    code,
    path: expect.arrayContaining(["train", "note"]),
    ...(got !== undefined && { got }),
  });
  const refused = expect.objectContaining({ problems: [problem] });
  const recipe = (draft: object) => void ((draft as { train: { note: unknown } }).train.note = wrong);
  expect(() => edit<object>(spec(), recipe)).toThrow(refused);
  expect(() => edit<object>({ train: { note: wrong } }, () => {})).toThrow(refused);
});

test.each(["__proto__", "constructor", "prototype"])("no edit makes a key %s", (key) => {
  const recipe = (draft: Record<string, Json>) => void (draft[key] = { polluted: true });
  expect(() => edit<Record<string, Json>>({}, recipe)).toThrow(Refusal);
  expect(() => applyPatches({}, [{ op: "add", path: [key], value: 1 }])).toThrow(/forbidden-key/);
  expect(() => applyPatches({ a: 1 }, [{ op: "add", path: [key, "polluted"], value: 1 }])).toThrow(
    /forbidden-key/,
  );
  expect({}).not.toHaveProperty("polluted");
});

test("a recipe's own error is not touched", () => {
  const broken = new Error("mine");
  expect(() =>
    edit({}, () => {
      throw broken;
    }),
  ).toThrow(broken);
});

const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`) as Json;

test.each<[string, unknown, string]>([
  ["no list", {}, "wrong-type"],
  ["another op", [{ op: "move", path: ["a"], value: 1 }], "bad-value"],
  ["no path", [{ op: "remove", path: [] }], "bad-value"],
  ["a path of a wrong kind", [{ op: "remove", path: [null] }], "wrong-type"],
  ["no value", [{ op: "add", path: ["a"] }], "not-json"],
  ["what is not there", [{ op: "replace", path: ["trian"], value: 1 }], "unknown-path"],
  [
    "a key inside a number",
    [{ op: "add", path: ["train", "optimiser", "lr", "x"], value: 1 }],
    "not-a-container",
  ],
  ["an item past the end", [{ op: "add", path: ["train", "stop", 9], value: 1 }], "unknown-path"],
  ["a list's length", [{ op: "replace", path: ["train", "stop", "length"], value: 0 }], "not-a-container"],
  ["a method of a list", [{ op: "replace", path: ["train", "stop", "push"], value: 0 }], "not-a-container"],
  ["what objects inherit", [{ op: "remove", path: ["toString"] }], "unknown-path"],
  ["more depth than there may be", [{ op: "add", path: ["a"], value: deep }], "too-deep"],
  ["too many", Array(10_001).fill({ op: "remove", path: ["a"] }), "bad-value"],
])("patches are held to what a document can take: %s", (_, patches, code) => {
  const before = spec();
  expect(() => applyPatches(before, patches)).toThrow(expect.objectContaining({ code }));
  expect(before).toEqual(spec());
});

test("a patch that fails is named, with its place in the document", () => {
  const patches = [
    { op: "add", path: ["model", "nodes", "z"], value: {} },
    { op: "remove", path: ["model", "nodes", "g"] },
  ];
  expect(() => applyPatches(spec(), patches)).toThrowErrorMatchingInlineSnapshot(`
    [Refusal: model.nodes  unknown-path at patch 1
      got   model.nodes.g
      need  one of h, z
      try   one of h, z]
  `);
});

const key = fc.constantFrom("a", "b", "c", "d");
const { value: json } = fc.letrec<{ value: Json; list: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, 0, -0, 1, 0.1, "", "x"),
    tie("list"),
    tie("object"),
  ),
  list: fc.array(tie("value"), { maxLength: 4 }),
  object: fc.dictionary(key, tie("value"), { noNullPrototype: true, maxKeys: 4 }),
}));
const object = fc.dictionary(key, json, { noNullPrototype: true });

test("patches between any two documents lead from one to the other, and back", () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      const there = applyPatches(before, patchesBetween(before, after));
      expect(there.value).toEqual(after);
      expect(applyPatches(there.value, there.inverse).value).toEqual(before);
      expect(there.patches).toEqual(patchesBetween(before, after));
    }),
  );
});

test("patches survive JSON", () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      const sent: unknown = JSON.parse(JSON.stringify(patchesBetween(before, after)));
      expect(JSON.stringify(applyPatches(before, sent).value)).toEqual(
        JSON.stringify(applyPatches(before, patchesBetween(before, after)).value),
      );
    }),
  );
});

test("whatever comes as patches is applied or refused, and leaves the document alone", () => {
  const piece = fc.oneof(key, fc.nat(4), fc.constantFrom("__proto__", "length", "constructor", null, -1));
  const patch = fc.record({
    op: fc.constantFrom("add", "replace", "remove", "test"),
    path: fc.array(piece, { maxLength: 4 }),
    value: json,
  });
  fc.assert(
    fc.property(object, fc.array(patch, { maxLength: 4 }), (before, patches) => {
      const copy = JSON.stringify(before);
      try {
        applyPatches(before, patches);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
      expect(JSON.stringify(before)).toBe(copy);
    }),
  );
});
