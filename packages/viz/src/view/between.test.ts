import { Refusal } from "@chainrule/core";
import { expect, test } from "vitest";
import { louppe } from "../testing/louppe.js";
import { view, type ViewOptions } from "./view.js";

const drawn = (options: ViewOptions): string[] =>
  view(louppe, options)
    .boxes.filter(({ role }) => role !== "reference" && role !== "output")
    .map(({ id }) => id);

test("between yhat and W1 lie u1, u2 and u3, whichever is named first", () => {
  const path = ["W1", "u1", "u2", "u3", "yhat"];
  expect(drawn({ between: { from: "yhat", to: "W1" } })).toEqual(path);
  expect(drawn({ between: { from: "W1", to: "yhat" } })).toEqual(path);
  expect(drawn({ between: { from: "prediction", to: "W1" } })).toEqual(path);
});

test("what the path takes from elsewhere is there in grey", () => {
  const { boxes } = view(louppe, { between: { from: "yhat", to: "W1" } });
  const references = boxes.filter(({ role }) => role === "reference");
  expect(references.map(({ node }) => node)).toEqual(["x", "W2"]);
});

test("both paths from W1 to the loss are between them", () => {
  expect(drawn({ between: { from: "l", to: "W1" } })).toEqual([
    "W1",
    "u1",
    "u2",
    "u3",
    "yhat",
    "u4",
    "u5",
    "u7",
    "u8",
    "l",
  ]);
});

test("backward, ∂yhat/∂W1 is four factors, with what their rules make on the way", () => {
  expect(drawn({ pass: "backward", between: { from: "yhat", to: "W1" } })).toEqual([
    "grad/loss/yhat",
    "grad/loss/u3",
    "grad/loss/u2",
    "grad/loss/u1",
    "grad/loss/W1@u1.b/transpose",
    "grad/loss/W1@u1.b",
    "grad/loss/W1",
  ]);
  const { boxes } = view(louppe, { pass: "backward", between: { from: "yhat", to: "W1" } });
  expect(boxes.find(({ node }) => node === "grad/loss/W1@u5.x")).toMatchObject({
    role: "reference",
    title: "∂loss/∂W1 via u5",
  });
});

const refusalOf = (options: ViewOptions): Refusal["problems"][0] | undefined => {
  try {
    view(louppe, options);
  } catch (error) {
    if (error instanceof Refusal) return error.problems[0];
    throw error;
  }
  throw new Error("not refused");
};

test("where no path leads, it says what there is one to", () => {
  expect(refusalOf({ between: { from: "u5", to: "x" } })).toMatchObject({
    code: "no-path",
    got: "no path between u5 and x",
    need: "two nodes of which one is computed from the other",
    try: "u5 and one of W1, u7, u8, l",
  });
  expect(refusalOf({ pass: "backward", between: { from: "u1", to: "W2" } })).toMatchObject({
    code: "no-path",
    got: "no path between u1 and W2 in the backward pass",
    try: "u1 and one of l, u4, yhat, u3, u2, W1",
  });
  expect(refusalOf({ between: { from: "w1", to: "x" } })).toMatchObject({
    code: "unknown-node",
    try: '"W1"',
  });
});
