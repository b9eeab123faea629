import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest, suggest } from "./suggest.js";

fc.configureGlobal({ seed: 1 });

test.each([
  ["", "", 0],
  ["", "abc", 3],
  ["kitten", "sitting", 3],
  ["softmax", "sofmtax", 1],
  // A swap and an insertion between its letters are three plain changes in this distance, which edits no letter twice.
  ["ca", "abc", 3],
  ["relu", "relu", 0],
])("from %j to %j it takes %i changes", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

/** One insertion, deletion, substitution or swap. */
const edit = fc.tuple(
  fc.string({ minLength: 2, maxLength: 12 }),
  fc.nat(),
  fc.constantFrom(0, 1, 2, 3),
  fc.string({ minLength: 1, maxLength: 1 }),
);

test("one edit is a distance of at most one", () => {
  fc.assert(
    fc.property(edit, ([word, place, kind, letter]) => {
      const at = place % (word.length - 1);
      const [head, a, b, tail] = [word.slice(0, at), word[at]!, word[at + 1]!, word.slice(at + 2)];
      const edited = [
        `${head}${letter}${a}${b}${tail}`,
        `${head}${b}${tail}`,
        `${head}${letter}${b}${tail}`,
        `${head}${b}${a}${tail}`,
      ][kind]!;
      expect(editDistance(word, edited)).toBeLessThanOrEqual(1);
    }),
  );
});

test("the nearest name is found whatever its case; a far one is none", () => {
  expect(nearest("sigmod", ["softmax", "sigmoid", "tanh"])).toBe("sigmoid");
  expect(nearest("ReLu", ["relu", "elu"])).toBe("relu");
  expect(nearest("u1", ["w1", "x"])).toBe("w1");
  expect(nearest("convolution", ["add", "tanh"])).toBeUndefined();
  expect(nearest("abc", [])).toBeUndefined();
  expect(nearest("l", ["x", "L"])).toBe("L");
  expect(nearest("l", ["x", "lr"])).toBe("lr");
  expect(nearest("l", ["x"])).toBeUndefined();
});

test("a name of a million letters costs nothing", () => {
  const long = "a".repeat(1_000_000);
  expect(nearest(long, [`${long}b`])).toBeUndefined();
  expect(nearest("softmax", [long, "softmin"])).toBe("softmin");
});

test("a suggestion is the near name in quotes, a short list of all, or nothing", () => {
  expect(suggest("tnah", ["tanh", "exp"])).toEqual({ try: '"tanh"' });
  expect(suggest("completelyOther", ["tanh", "exp"])).toEqual({ try: "one of tanh, exp" });
  expect(suggest("x", [])).toEqual({});
  expect(
    suggest(
      "completelyOther",
      Array.from({ length: 13 }, (_, i) => `u${i}`),
    ),
  ).toEqual({});
});
