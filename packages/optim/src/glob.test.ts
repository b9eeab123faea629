import { expect, test } from "vitest";
import { matchesGlob } from "./glob.js";

test.each([
  ["W", "W", true],
  ["W", "W1", false],
  ["W*", "W1", true],
  ["*", "enc/W", false],
  ["*/W", "enc/W", true],
  ["enc/**", "enc/W", true],
  ["enc/**", "enc/0/W", true],
  ["enc/**", "encoder/W", false],
  ["**/W", "W", true],
  ["**/W", "a/b/W", true],
  ["**", "a/b", true],
  ["a/**/b/*", "a/x/b/b/c", true],
  ["a/**/b/*", "a/x/b", false],
  ["*b*d", "abcbd", true],
  ["", "W", false],
])("glob %j and path %j: %s", (glob, path, expected) => {
  expect(matchesGlob(glob, path)).toBe(expected);
});

test("a hostile glob takes no more work than its length times the path's", () => {
  expect(matchesGlob(`${"*a".repeat(2000)}b`, "a".repeat(4000))).toBe(false);
});
