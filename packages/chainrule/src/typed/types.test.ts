import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type AttributeSchema, defaultRegistry } from "../index.js";
import { compileCost, compileTypes } from "../testing/compiler.js";
import { largeSpec } from "../testing/largeSpec.js";

/** Lists of all ops grow; what is said of them does not. */
const shortened = (message: string): string =>
  message.replace(/"abs" \| .* more \.\.\. \| "[a-zA-Z]+"/, "OPS").replace(/\.\.\. \d+ more/g, "… more");

test("of all fixtures only messages.ts has mistakes: each is told of the key that is wrong, and reads well", async () => {
  const { output } = await compileTypes("packages/chainrule/types");
  expect(output.split("\n").map(shortened).join("\n")).toMatchInlineSnapshot(`
    "packages/chainrule/types/messages.ts(9,54): error TS2322: Type '"tahn"' is not assignable to type 'OPS'.
    packages/chainrule/types/messages.ts(10,37): error TS2820: Type '"hiden"' is not assignable to type 'number | "hidden" | "logit" | "loss" | "p" | "sizes" | "total" | "x" | "y"'. Did you mean '"hidden"'?
    packages/chainrule/types/messages.ts(11,12): error TS2820: Type '"sigmiod"' is not assignable to type 'OPS'. Did you mean '"sigmoid"'?
    packages/chainrule/types/messages.ts(12,7): error TS2741: Property 'reduction' is missing in type '{ op: "binaryCrossEntropyWithLogits"; in: ["logit", "y"]; }' but required in type '{ readonly in: readonly [number | "hidden" | "logit" | "loss" | "p" | "sizes" | "total" | "x" | "y", number | "hidden" | "logit" | "loss" | "p" | "sizes" | "total" | "x" | "y"]; readonly carry?: "y" | "z"; … more ...; readonly reduction: "mean" | … more ... | "sum"; }'.
    packages/chainrule/types/messages.ts(13,46): error TS2322: Type 'string' is not assignable to type 'boolean'.
    packages/chainrule/types/messages.ts(14,43): error TS2353: Object literal may only specify known properties, and 'axis' does not exist in type '{ readonly in: readonly [number | "hidden" | "logit" | "loss" | "p" | "sizes" | "total" | "x" | "y"]; readonly carry?: "x"; readonly scan?: { readonly x?: number; }; readonly collect?: number; readonly doc?: string; readonly repeat?: number; readonly op: "sum"; readonly axes?: "all" | readonly number[]; readonly kee...'.
    packages/chainrule/types/messages.ts(16,33): error TS2820: Type '"los"' is not assignable to type '"hidden" | "logit" | "loss" | "p" | "sizes" | "total" | "x" | "y"'. Did you mean '"loss"'?
    packages/chainrule/types/messages.ts(19,5): error TS2820: Type '"losss"' is not assignable to type '"loss" | "prediction" | { readonly prediction?: number; readonly loss?: number; }'. Did you mean '"loss"'?
    packages/chainrule/types/messages.ts(21,45): error TS2561: Object literal may only specify known properties, but 'decya' does not exist in type '{ readonly lr: number; readonly decay?: number; readonly type: "momentum"; }'. Did you mean to write 'decay'?
    "
  `);
});

test("what a node costs the compiler is bounded, and does not grow with their number", async () => {
  const costs: number[] = [];
  for (const count of [1, 101, 201]) costs.push((await compileCost(largeSpec(count))).instantiations);
  const [first, second] = [costs[1]! - costs[0]!, costs[2]! - costs[1]!];
  // Instantiations of types, for a hundred nodes: 207 thousand with 76 ops, 392 thousand with 170, as a node is one of all.
  expect(first).toBeLessThan(500_000);
  expect(second / first).toBeCloseTo(1, 1);
});

test("the README's specs and models in TypeScript compile", async () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)\n```/g)].map((match) => match[1]!);
  const own = blocks.filter((block) => block.includes("defineSpec") || block.includes("model("));
  expect(own).toHaveLength(2);
  for (const block of own) await compileCost(block);
});

const kinds = {
  Ops: "ops",
  Blocks: "blocks",
  Initialisers: "initialisers",
  Profiles: "profiles",
  Optimisers: "optimisers",
  Solvers: "solvers",
  Schedules: "schedules",
  Generators: "generators",
} as const;

interface Definition {
  readonly name: string;
  readonly attributes?: AttributeSchema;
  readonly arguments?: AttributeSchema;
}

const union = (words: readonly string[]): string =>
  words.length === 0 ? "never" : words.map((word) => JSON.stringify(word)).join(" | ");

test("the types know every name that is loaded, and of every attribute whether it may be left out", async () => {
  const registry = defaultRegistry();
  const lines = Object.entries(kinds).flatMap(([type, kind]) => {
    const all: readonly Definition[] = registry.all(kind);
    const each = all.map(({ name, attributes, arguments: args }) => {
      const schema = attributes ?? args ?? {};
      const optional = Object.keys(schema).filter((key) => {
        const { default: usual, kind: from } = schema[key]!;
        return usual !== undefined || from === "stream" || from === "seed";
      });
      return `export const ${type}_${name}: Same<Optional<${type}["${name}"]>, ${union(optional)}> = true;`;
    });
    return [
      `export const ${kind}: Same<keyof ${type}, ${union(all.map(({ name }) => name))}> = true;`,
      ...each,
    ];
  });
  const head = `
    import type { ${Object.keys(kinds).join(", ")} } from "chainrule";
    type Same<A, B> = [A, B] extends [B, A] ? true : false;
    type Optional<D> = D extends { readonly attributes?: infer S } | { readonly arguments?: infer S } ? Left<S> : never;
    type Left<S> = {
      [K in keyof S]: S[K] extends { readonly default: unknown } | { readonly kind: "stream" | "seed" } ? K : never;
    }[keyof S];`;
  await compileCost([head, ...lines].join("\n"));
});
