import { checkForm } from "@chainrule/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { dataSection, type DataSpec } from "./section.js";

const read = (value: unknown) => checkForm(dataSection.schema, value, ["data"]);

test("accepts every source, with everything that goes with them", () => {
  const examples: DataSpec = {
    examples: { x: [[1, -2]], y: ["a"] },
    labels: { y: ["a", "b"] },
    encode: { y: "oneHot" },
  };
  const csv: DataSpec = {
    csv: "penguins.csv",
    columns: { x: ["bill_length_mm", "bill_depth_mm"], y: "species" },
    missing: ["", "NA"],
    onBadRow: "skip",
    split: { train: 0.7, validation: 0.1, test: 0.2, stratify: "y" },
  };
  expect(read(examples)).toEqual(examples);
  const rows: DataSpec = {
    rows: [{ w: 1, kind: "owl" }, { w: null }],
    columns: { x: "w" },
    onBadRow: "skip",
  };
  const json: DataSpec = { json: "birds.json", missing: ["NA"] };
  const generator: DataSpec = { generator: "spiral", classes: 3, means: [[1]], split: { train: 1 } };
  for (const spec of [csv, rows, json, generator]) expect(read(spec)).toEqual(spec);
});

test("a source that does not exist is refused with a list of those that do", () => {
  expect(() => read({ parquet: "spiral" })).toThrow(
    /data\.parquet {2}unknown-key\n.*\n {2}need {2}one of examples, generator, csv, json, rows, /,
  );
});

test.each([
  [{ csv: "" }, "data.csv"],
  [{ csv: "t.csv", onBadRow: "drop" }, "data.onBadRow"],
  [{ csv: "t.csv", encode: { y: "onehot" } }, "data.encode.y"],
  [{ csv: "t.csv", split: { test: 1 } }, "data.split"],
  [{ csv: "t.csv", split: { train: 1, test: 0 } }, "data.split.test"],
  [{ csv: "t.csv", split: { train: 1, dev: 0 } }, "data.split.dev"],
  [{ csv: "t.csv", columns: { x: [] } }, "data.columns.x"],
  [{ examples: { x: 1 } }, "data.examples.x"],
  [{ rows: { x: 1 } }, "data.rows"],
  [{ rows: [{ x: 1 }, 2] }, "data.rows[1]"],
  [{ json: "" }, "data.json"],
  [{ generator: "" }, "data.generator"],
  [{ generator: 3 }, "data.generator"],
  [{ csv: "t.csv", perClass: 3 }, "data.perClass"],
])("%j is refused at %s", (value, place) => {
  expect(() => read(value)).toThrow(`${place}  `);
});

test("every key is documented in the JSON Schema", () => {
  const { properties, additionalProperties } = z.toJSONSchema(dataSection.schema, { target: "draft-7" });
  // The attributes of a generator stand among the keys; what they may be is the generator's to say.
  expect(additionalProperties).toEqual({});
  expect(Object.keys(properties ?? {})).toHaveLength(11);
  for (const property of Object.values(properties ?? {})) expect(property).toHaveProperty("description");
});

test("unknown keys are told together with other mistakes", () => {
  expect(() => read({ csv: "", colums: {} })).toThrow(/data\.csv {2}[^]*data\.colums {2}unknown-key/);
  expect(() => read(3)).toThrow(/^data {2}wrong-type/);
});

test("beside a misspelt generator, its attributes are not told as well", () => {
  expect(() => read({ genrator: "spiral", classes: 3, perClass: 10 })).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ try: '"generator"' })] }),
  );
});
