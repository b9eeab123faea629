import { checkForm } from "@chainrule/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { dataSection, type DataSpec } from "./section.js";

const read = (value: unknown) => checkForm(dataSection.schema, value, ["data"]);

test("accepts both sources, with everything that goes with them", () => {
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
  expect(read(csv)).toEqual(csv);
});

test("a source that does not exist is refused with a list of those that do", () => {
  expect(() => read({ generator: "spiral" })).toThrow(
    /data\.generator {2}unknown-key\n.*\n {2}need {2}one of examples, csv, /,
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
])("%j is refused at %s", (value, place) => {
  expect(() => read(value)).toThrow(`${place}  `);
});

test("every key is documented in the JSON Schema", () => {
  const { properties, additionalProperties } = z.toJSONSchema(dataSection.schema, { target: "draft-7" });
  expect(additionalProperties).toBe(false);
  expect(Object.keys(properties ?? {})).toHaveLength(8);
  for (const property of Object.values(properties ?? {})) expect(property).toHaveProperty("description");
});
