import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Attribute, attribute } from "./attribute.js";

const doc = "a setting";
const declared: Readonly<Record<string, Attribute<unknown>>> = {
  number: attribute.number({ doc }),
  "number between": attribute.number({ doc, above: 0, max: 1 }),
  "number inside": attribute.number({ doc, min: -1, below: 2 }),
  integer: attribute.integer({ doc }),
  "integer from": attribute.integer({ doc, min: 1, max: 3 }),
  boolean: attribute.boolean({ doc }),
  string: attribute.string({ doc }),
  choice: attribute.choice(["fro", 2, "all"], { doc }),
  axes: attribute.axes({ doc }),
  "axes or a word": attribute.axesOr("all", { doc }),
  shape: attribute.shape({ doc }),
  "shape with -1": attribute.shape({ doc, inferred: true }),
  op: attribute.op({ doc }),
  list: attribute.list(attribute.integer({ doc, min: 0 }), { doc }),
  each: attribute.each(attribute.number({ doc, above: 0 }), { doc }),
};

/** Values near the borders of what attributes accept, and lists and objects of them. */
const value = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.integer({ min: -2, max: 4 }),
    fc.constantFrom(2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e308, 0.5, -0, 1e-9),
    fc.constantFrom("fro", "all", "N", "x_1", "1a", "", "a b", "tanh"),
    fc.boolean(),
    fc.constant(null),
  ),
  list: fc.array(tie("value"), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom("op", "alpha", "attributes"), tie("value"), { maxKeys: 3 }),
  value: fc.oneof({ weight: 4, arbitrary: tie("leaf") }, tie("list"), tie("object")),
})).value;

const ajv = new Ajv({ strict: true, allowUnionTypes: true });

test.each(Object.entries(declared))("%s: parse accepts what its JSON Schema does", (_, type) => {
  const isValid = ajv.compile(type.schema());
  fc.assert(
    fc.property(value, (given) => {
      expect(type.parse(given) !== undefined).toBe(isValid(given));
    }),
    { numRuns: 500 },
  );
});

test.each(Object.entries(declared))("%s: both answers occur", (_, type) => {
  const answers = new Set(
    fc.sample(value, { numRuns: 500, seed: 1 }).map((given) => type.parse(given) !== undefined),
  );
  expect(answers.size).toBe(2);
});

test("a schema is plain data that says what it means", () => {
  expect(attribute.number({ doc, min: 0, below: 1 }).schema()).toEqual({
    type: "number",
    minimum: 0,
    exclusiveMaximum: 1,
  });
  expect(attribute.axesOr("all", { doc }).schema()).toMatchInlineSnapshot(`
    {
      "anyOf": [
        {
          "items": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer",
          },
          "type": "array",
          "uniqueItems": true,
        },
        {
          "const": "all",
          "type": "string",
        },
      ],
    }
  `);
});
