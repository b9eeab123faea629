import { expect, test } from "vitest";
import { bindTable } from "./bindTable.js";
import { parseCsv } from "./csv.js";
import type { DataSpec } from "./section.js";
import { inputNode } from "./testInputs.js";

const table = (text: string) => parseCsv(text, { file: "t.csv" });
const birds = table("kind,w,h,ok,n\nowl, 1.5 ,2,true,7\nauk,-3,.5e1,0,-2\nowl,+4.,6,false,0\n");

test("an input [N] takes the column of its name, [N, k] the columns listed, in their order", () => {
  const inputs = [inputNode("w", ["N"]), inputNode("x", ["N", 2], "float32")];
  const { dataset } = bindTable(birds, { columns: { x: ["h", "w"] } }, inputs);
  expect(dataset).toEqual({
    rows: 3,
    columns: {
      w: { dtype: "float64", shape: [3], data: new Float64Array([1.5, -3, 4]) },
      x: { dtype: "float32", shape: [3, 2], data: new Float32Array([2, 1.5, 5, -3, 6, 4]) },
    },
  });
});

test("higher ranks take their elements row-major; one column may feed two inputs", () => {
  const inputs = [inputNode("image", ["N", 1, 2]), inputNode("target", ["N"])];
  const spec: DataSpec = { columns: { image: ["w", "h"], target: "w" } };
  const { columns } = bindTable(birds, spec, inputs).dataset;
  expect(columns["image"]!.shape).toEqual([3, 1, 2]);
  expect([...columns["image"]!.data]).toEqual([1.5, 2, -3, 5, 4, 6]);
  expect([...columns["target"]!.data]).toEqual([1.5, -3, 4]);
});

test("int32 without classes takes integers, bool takes true, false, 1 and 0", () => {
  const { columns } = bindTable(birds, {}, [
    inputNode("n", ["N"], "int32"),
    inputNode("ok", ["N"], "bool"),
  ]).dataset;
  expect(columns["n"]!.data).toEqual(new Int32Array([7, -2, 0]));
  expect(columns["ok"]!.data).toEqual(new Uint8Array([1, 0, 0]));
});

test("a category counts its labels in sorted order, or in the order given", () => {
  const y = inputNode("y", ["N"], "int32", 2);
  const sorted = bindTable(birds, { columns: { y: "kind" } }, [y]);
  expect(sorted.labels).toEqual({ y: ["auk", "owl"] });
  expect([...sorted.dataset.columns["y"]!.data]).toEqual([1, 0, 1]);
  const given = bindTable(birds, { columns: { y: "kind" }, labels: { y: ["owl", "auk"] } }, [y]);
  expect([...given.dataset.columns["y"]!.data]).toEqual([0, 1, 0]);
});

test("labels that are numbers are sorted as numbers", () => {
  const digits = table(`y\n${[10, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8].join("\n")}`);
  const { labels, dataset } = bindTable(digits, {}, [inputNode("y", ["N"], "int32", 11)]);
  expect(labels["y"]!.slice(8)).toEqual(["8", "9", "10"]);
  expect(dataset.columns["y"]!.data.slice(0, 3)).toEqual(new Int32Array([10, 9, 0]));
});

test("oneHot gives [N, classes]", () => {
  const spec: DataSpec = { columns: { y: "kind" }, encode: { y: "oneHot" } };
  const { dataset, labels } = bindTable(birds, spec, [inputNode("y", ["N", 2], "float32")]);
  expect(dataset.columns["y"]).toEqual({
    dtype: "float32",
    shape: [3, 2],
    data: new Float32Array([0, 1, 1, 0, 0, 1]),
  });
  expect(labels).toEqual({ y: ["auk", "owl"] });
});

test("for a prediction: no targets, and the saved labels before those of the spec", () => {
  const inputs = [inputNode("kind", ["N"], "int32", 3), inputNode("y", ["N"])];
  const spec: DataSpec = { labels: { kind: ["a", "b", "c"] }, columns: { y: "no such column" } };
  const { dataset, labels } = bindTable(birds, spec, inputs, {
    labels: { kind: ["owl", "jay", "auk"] },
    only: ["kind"],
  });
  expect(Object.keys(dataset.columns)).toEqual(["kind"]);
  expect([...dataset.columns["kind"]!.data]).toEqual([0, 2, 0]);
  expect(labels).toEqual({ kind: ["owl", "jay", "auk"] });
});

const holes = table("x,y,z\n1,a,\nNA,b,\n3,,\n4x,a,\n5,b,oops\n6,c,\n");

test("skipped rows are counted by reason; columns that no input takes are not looked at", () => {
  const spec: DataSpec = { missing: ["", "NA"], onBadRow: "skip", labels: { y: ["a", "b"] } };
  const bound = bindTable(holes, spec, [inputNode("x", ["N"]), inputNode("y", ["N"], "int32", 2)]);
  expect(bound.sourceRows).toEqual([0, 4]);
  expect([...bound.dataset.columns["x"]!.data]).toEqual([1, 5]);
  expect(bound.notes).toEqual([
    "dropped 4 of 6 rows of t.csv (lines 3, 4, 5, 7): no value in x, y; not a number in x; unknown label in y",
  ]);
});

test("labels of dropped rows do not count as labels", () => {
  const spec: DataSpec = { onBadRow: "skip", missing: ["NA", ""] };
  const rows = table("x,y\n1,a\nNA,rare\n3,b\n");
  expect(bindTable(rows, spec, [inputNode("x", ["N"]), inputNode("y", ["N"], "int32", 2)]).labels).toEqual({
    y: ["a", "b"],
  });
});

test.each(["", "0x10", "1e400", "NaN", "Infinity", "1,5", "1 2", "--1", "1e", ".", "١"])(
  "%j is no number",
  (text) => {
    const cells = table(`x,pad\n"${text}",\n`);
    expect(() => bindTable(cells, { missing: [] }, [inputNode("x", ["N"])])).toThrow(
      /not-a-number at column x/,
    );
  },
);

test("a number must fit its dtype", () => {
  const bind = (text: string, dtype: "float32" | "int32" | "bool") => () =>
    bindTable(table(`x\n${text}\n`), {}, [inputNode("x", ["N"], dtype)]);
  expect(bind("3e38", "float32")).not.toThrow();
  expect(bind("4e38", "float32")).toThrow(/a finite float32 number/);
  expect(bind("2147483647", "int32")).not.toThrow();
  expect(bind("2147483648", "int32")).toThrow(/an int32 integer/);
  expect(bind("1.5", "int32")).toThrow(/an int32 integer/);
  expect(bind("2", "bool")).toThrow(/true, false, 1 or 0/);
});

test("a long cell that is almost a number is refused at once", () => {
  const cell = `${"1".repeat(200_000)}x`;
  expect(() => bindTable(table(`x\n${cell}\n`), {}, [inputNode("x", ["N"])])).toThrow(/"1{60}…"/);
});
