import { expect, test } from "vitest";
import { listed, nearTo, quoted } from "./words.js";

test("long texts and long lists are cut", () => {
  expect(quoted("a".repeat(61))).toBe(`"${"a".repeat(60)}…"`);
  expect(quoted({ a: "b".repeat(80) })).toHaveLength(61);
  expect(listed(Array.from({ length: 13 }, (_, i) => `c${i}`))).toBe(
    "c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, …",
  );
  expect(listed(["a".repeat(61), "b"])).toBe(`${"a".repeat(60)}…, b`);
});

test("what JSON cannot say is nothing", () => {
  expect(quoted(undefined)).toBe("nothing");
});

test("a near name is suggested, never for a name of enormous length", () => {
  expect(nearTo("speices", ["island", "species"])).toEqual({ try: '"species"' });
  expect(nearTo("x".repeat(1e6), ["x".repeat(1e6 - 1)])).toEqual({});
});
