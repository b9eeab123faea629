import { expect, test } from "vitest";
import { bindExamples } from "./examples.js";
import { inputNode } from "./testInputs.js";

test("rows are stacked along axis 0", () => {
  const inputs = [inputNode("x", ["N", 2]), inputNode("y", ["N"])];
  const { dataset, sourceRows } = bindExamples(
    {
      examples: {
        x: [
          [1, -2],
          [3, 4],
        ],
        y: [1, 0],
      },
    },
    inputs,
  );
  expect(dataset).toEqual({
    rows: 2,
    columns: {
      x: { dtype: "float64", shape: [2, 2], data: new Float64Array([1, -2, 3, 4]) },
      y: { dtype: "float64", shape: [2], data: new Float64Array([1, 0]) },
    },
  });
  expect(sourceRows).toEqual([0, 1]);
});

test("an input without N still has a list of examples", () => {
  const { dataset } = bindExamples({ examples: { x: [[1, 2, 3]], s: [5] } }, [
    inputNode("x", [3]),
    inputNode("s", []),
  ]);
  expect(dataset.columns["x"]!.shape).toEqual([1, 3]);
  expect(dataset.columns["s"]!.shape).toEqual([1]);
});

test("a category takes class numbers, and labels where they are listed", () => {
  const y = [inputNode("y", ["N"], "int32", 3)];
  expect([...bindExamples({ examples: { y: [2, 0] } }, y).dataset.columns["y"]!.data]).toEqual([2, 0]);
  const { dataset, labels } = bindExamples(
    { examples: { y: ["c", 0, "b"] }, labels: { y: ["a", "b", "c"] } },
    y,
  );
  expect([...dataset.columns["y"]!.data]).toEqual([2, 0, 1]);
  expect(labels).toEqual({ y: ["a", "b", "c"] });
});

test("oneHot takes a class for each row", () => {
  const spec = { examples: { y: [1, 0] }, encode: { y: "oneHot" as const } };
  const { y } = bindExamples(spec, [inputNode("y", ["N", 3])]).dataset.columns;
  expect(y!.shape).toEqual([2, 3]);
  expect([...y!.data]).toEqual([0, 1, 0, 1, 0, 0]);
});

test("a bool takes true, false, 1 and 0", () => {
  const { m } = bindExamples({ examples: { m: [true, 0, 1, false] } }, [inputNode("m", ["N"], "bool")])
    .dataset.columns;
  expect([...m!.data]).toEqual([1, 0, 1, 0]);
});

test("several mistakes are reported together, each by its path", () => {
  const inputs = [inputNode("x", ["N", 2]), inputNode("y", ["N"], "int32", 2)];
  const bind = () => bindExamples({ examples: { x: [[1, "2"], [3]], y: [0, 2] } }, inputs);
  expect(bind).toThrow(
    [
      "data.examples.x[0][1]  not-a-number",
      '  got   "2"',
      "  need  a finite float64 number, such as 39.1",
      "  try   2, without quotes",
      "data.examples.x[1]  bad-shape",
      "  got   a list of 1",
      "  need  a list of 2, a row of x",
      "data.examples.y[1]  bad-class",
      "  got   2",
      "  need  a class number from 0 to 1",
      '  try   "classes": 3',
    ].join("\n"),
  );
});
