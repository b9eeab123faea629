import { expect, test } from "vitest";
import { flatIds, specIds } from "./specIds.js";

const renamed = (ids: readonly string[]): Record<string, string> =>
  Object.fromEntries([...specIds(ids)].filter(([id, name]) => id !== name));

test("ids that a spec can give stay", () => {
  expect(renamed(["x", "h/W", "h/deep/z", "x2"])).toEqual({});
});

test("segments become names, and no two of a scope the same", () => {
  expect(renamed(["h/0/W", "h/0/b", "h/copy0", "a-b", "a_b", "_c"])).toEqual({
    "h/0/W": "h/copy02/W",
    "h/0/b": "h/copy02/b",
    "a-b": "a_b2",
    _c: "n_c",
  });
  expect(renamed(["grad", "slot/W"])).toEqual({ grad: "grad_", "slot/W": "slot_/W" });
  expect(renamed(["constructor", "__proto__"])).toEqual({
    constructor: "constructor_",
    ["__proto__"]: "n__proto__",
  });
});

test("an instance gives way to a node of its name", () => {
  expect(renamed(["u", "u/z", "u/w", "u_parts"])).toEqual({ "u/z": "u_parts2/z", "u/w": "u_parts2/w" });
});

test("in one scope every slash is an underscore", () => {
  expect(Object.fromEntries(flatIds(["a_b", "a/b", "a/0"]))).toEqual({
    a_b: "a_b",
    "a/b": "a_b2",
    "a/0": "a_0",
  });
});
