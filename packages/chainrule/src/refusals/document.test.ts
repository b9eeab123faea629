import { expect, test } from "vitest";
import { line } from "../testing/specs.js";
import { edited, refusal } from "./refusal.js";

test("no JSON", async () => {
  expect(await refusal({ spec: '{ "chainrule": 1,\n  "model" { } }' })).toMatchInlineSnapshot(`
    "spec.json:2:11  syntax
      got   {
      need  ":"
    "
  `);
});

test("an empty file", async () => {
  expect(await refusal({ spec: "" })).toMatchInlineSnapshot(`
    "spec.json:1:1  syntax
      got   the end of the document
      need  a value
    "
  `);
});

test("a list", async () => {
  expect(await refusal({ spec: "[1, 2]" })).toMatchInlineSnapshot(`
    "spec.json:1:1  wrong-type
      got   a list
      need  an object: { "chainrule": 1, … }
    "
  `);
});

test("a key twice", async () => {
  expect(await refusal({ spec: '{ "chainrule": 1, "seed": 1, "seed": 2 }' })).toMatchInlineSnapshot(`
    "spec.json:1:30  duplicate-key
      got   "seed" twice in one object
      need  each key once
    "
  `);
});

test("a key that no document may have", async () => {
  expect(await refusal({ spec: '{ "chainrule": 1, "__proto__": {} }' })).toMatchInlineSnapshot(`
    "spec.json:1:19  forbidden-key
      got   "__proto__"
      need  another name
    "
  `);
});

test("nesting without end", async () => {
  expect(await refusal({ spec: "[".repeat(100_000) })).toMatchInlineSnapshot(`
    "spec.json:1:65  too-deep
      got   nesting deeper than 64
      need  at most 64 levels
    "
  `);
});

test("a number that float64 cannot hold", async () => {
  expect(await refusal({ spec: edited(line, { seed: 777 }).replace("777", "1e999") })).toMatchInlineSnapshot(`
    "spec.json:89:11  not-a-number
      got   1e999
      need  a number that float64 can hold
    "
  `);
});
