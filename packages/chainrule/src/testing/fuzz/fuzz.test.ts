import { expect, test } from "vitest";
import { attempt } from "./attempt.js";
import { minimised } from "./minimise.js";
import { mutated } from "./mutate.js";
import { Random } from "./random.js";
import { seeds } from "./seeds.js";

test("the specs that mutations begin with are well formed", () => {
  expect(seeds.map((spec) => attempt(JSON.stringify(spec)))).toEqual(
    seeds.map(() => ({ kind: "fine", what: "" })),
  );
});

test("two thousand mutated specs end in success or in a refusal; pnpm fuzz:spec runs fifty thousand", () => {
  const first = Math.floor(Math.random() * 2 ** 31);
  const counts = { fine: 0, refused: 0, broken: 0 };
  for (let i = 0; i < 2000; i++) {
    const text = mutated(seeds, new Random(first + i));
    const { kind, what } = attempt(text);
    counts[kind]++;
    expect(kind, `seed ${first + i}: ${what}\n${text}`).not.toBe("broken");
  }
  console.log(`from seed ${first}: ${counts.fine} fine, ${counts.refused} refused`);
  expect(counts.fine).toBeGreaterThan(20);
});

test("a text is made smaller as long as the same is true of it", () => {
  const holds = (text: string): boolean => text.includes('"bad"');
  expect(minimised('{"a":[1,2,{"b":"bad"}],"c":{"d":1}}', holds)).toBe('{"a":[{"b":"bad"}]}');
  expect(minimised('{"a":[1,2,{"b":"bad"}', holds)).toBe('{"b":"bad"}');
});
