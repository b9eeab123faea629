import { expect } from "vitest";
import { golden } from "./golden.js";
import { line } from "../testing/specs.js";
import { edited } from "./refusal.js";

golden("no JSON", { spec: '{ "chainrule": 1,\n  "model" { } }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:2:11  syntax
      got   {
      need  ":"
      try   : {
    "
  `),
);

golden("an empty file", { spec: "" }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  syntax
      got   the end of the document
      need  a value
    "
  `),
);

golden("a list", { spec: "[1, 2]" }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  wrong-type
      got   a list
      need  an object: { "chainrule": 1, … }
    "
  `),
);

golden("a key twice", { spec: '{ "chainrule": 1, "seed": 1, "seed": 2 }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:30  duplicate-key
      got   "seed" twice in one object
      need  each key once
    "
  `),
);

golden("a key that no document may have", { spec: '{ "chainrule": 1, "__proto__": {} }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:19  forbidden-key
      got   "__proto__"
      need  another name
    "
  `),
);

golden("nesting without end", { spec: "[".repeat(100_000) }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:65  too-deep
      got   nesting deeper than 64
      need  at most 64 levels
    "
  `),
);

golden(
  "a number that float64 cannot hold",
  { spec: edited(line, { seed: 777 }).replace("777", "1e999") },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:89:11  not-a-number
      got   1e999
      need  a number that float64 can hold
    "
  `),
);
