import { expect, test } from "vitest";
import { parsePath, setIn } from "./edit.js";
import type { Json } from "./graph.js";

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
