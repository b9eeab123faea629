import { expect } from "vitest";
import { golden } from "./golden.js";

golden("a comma that is missing", { spec: '{\n  "chainrule": 1\n  "seed": 2\n}' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:3:3  syntax
      got   "seed"
      need  ","
      try   , "seed"
    "
  `),
);

golden("a comma too many", { spec: '{ "chainrule": 1,, "seed": 2 }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:18  syntax
      got   ,
      need  a key in double quotes
    "
  `),
);

golden("a colon that is missing", { spec: '{ "chainrule" 1 }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:15  syntax
      got   1
      need  ":"
      try   : 1
    "
  `),
);

golden("a key without quotes", { spec: "{ chainrule: 1 }" }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:3  syntax
      got   chainrule
      need  JSON (comments and trailing commas are allowed)
      try   "chainrule"
    "
  `),
);

golden("single quotes", { spec: "{ 'chainrule': 1 }" }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:3  syntax
      got   'chainrule'
      need  JSON (comments and trailing commas are allowed)
      try   "chainrule"
    "
  `),
);

golden("an open brace", { spec: '{ "chainrule": 1, "model": {' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:29  syntax
      got   the end of the document
      need  "}"
      try   }}
    "
  `),
);

golden("an open list", { spec: '{ "chainrule": 1, "x-list": [1, 2 }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:35  syntax
      got   }
      need  ","
    "
  `),
);

golden("a brace too many", { spec: '{ "chainrule": 1 } }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:1:20  syntax
    got   }
    need  the end of the document
  "
`),
);

golden("an open string", { spec: '{ "chainrule": 1, "name": "line }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:27  syntax
      got   unexpected end of string
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("a line break in a string", { spec: '{ "chainrule": 1, "name": "li\nne" }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:27  syntax
      got   unexpected end of string
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("an open comment", { spec: '{ "chainrule": 1 /* }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:1:18  syntax
    got   unexpected end of comment
    need  JSON (comments and trailing commas are allowed)
  "
`),
);

golden("a bad escape", { spec: '{ "chainrule": 1, "name": "\\x" }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:27  syntax
      got   invalid escape character
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("a bad unicode escape", { spec: '{ "chainrule": 1, "name": "\\u12" }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:27  syntax
      got   invalid unicode
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("NaN", { spec: '{ "chainrule": 1, "seed": NaN }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:27  syntax
      got   NaN
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("Infinity", { spec: '{ "chainrule": 1, "seed": -Infinity }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:27  syntax
      got   -
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("a number with a leading zero", { spec: '{ "chainrule": 01 }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:17  syntax
      got   1
      need  ","
    "
  `),
);

golden("a number with a plus", { spec: '{ "chainrule": +1 }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:16  syntax
      got   +1
      need  JSON (comments and trailing commas are allowed)
      try   1
    "
  `),
);

golden("a hexadecimal number", { spec: '{ "chainrule": 0x1 }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:17  syntax
      got   x1
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("a number that ends in a dot", { spec: '{ "chainrule": 1. }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:16  syntax
      got   unexpected end of number
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("Python's True", { spec: '{ "chainrule": 1, "x-a": True }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:26  syntax
      got   True
      need  JSON (comments and trailing commas are allowed)
      try   true
    "
  `),
);

golden("a document that is a word", { spec: "true" }, (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:1:1  wrong-type
    got   true
    need  an object: { "chainrule": 1, … }
  "
`),
);

golden("a comment and nothing else", { spec: "// nothing\n" }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:2:1  syntax
      got   the end of the document
      need  a value
    "
  `),
);

golden("two documents", { spec: '{ "chainrule": 1 } { "chainrule": 1 }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:20  syntax
      got   {
      need  the end of the document
    "
  `),
);

golden("YAML", { spec: "chainrule: 1\nname: line\n" }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  syntax
      got   chainrule
      need  JSON (comments and trailing commas are allowed)
      try   "chainrule"
    "
  `),
);

golden("HTML", { spec: "<!doctype html>\n<title>404</title>" }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  syntax
      got   <!doctype
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("a control character in a string", { spec: '{ "chainrule": 1, "name": "\u0001" }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:27  syntax
      got   invalid character
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("a constructor as a key", { spec: '{ "chainrule": 1, "x-a": { "constructor": 1 } }' }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:28  forbidden-key
      got   "constructor"
      need  another name
    "
  `),
);

golden(
  "a prototype in a node",
  { spec: '{ "chainrule": 1, "model": { "nodes": { "prototype": {} } } }' },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:1:41  forbidden-key
      got   "prototype"
      need  another name
    "
  `),
);

golden(
  "several bad numbers and keys",
  { spec: '{ "chainrule": 1, "x-a": [1e999, -1e999], "x-b": 1, "x-b": 2 }' },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:1:27  not-a-number
      got   1e999
      need  a number that float64 can hold
    spec.json:1:34  not-a-number
      got   -1e999
      need  a number that float64 can hold
    spec.json:1:53  duplicate-key
      got   "x-b" twice in one object
      need  each key once
    "
  `),
);
