import { readFileSync } from "node:fs";
import { openSpec, prepareTraining, setIn, trainingEvents } from "chainrule";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
const open = (file: string) => openSpec(read(file), file);

/** What a spec's run ends with. */
function trained(project: ReturnType<typeof open>) {
  const training = prepareTraining(project.job);
  for (const _ of trainingEvents(training));
  const [theta1, theta2] = ["theta1", "theta2"].map((id) => training.state.peek(id).data[0]!);
  return { theta1: theta1!, theta2: theta2!, training };
}

test("M14: gradient descent reaches the normal equations' answer", () => {
  const solved = trained(open("linear-regression.json"));
  const walked = trained(open("descent.json"));
  expect(walked.theta1).toBeCloseTo(solved.theta1, 12);
  expect(walked.theta2).toBeCloseTo(solved.theta2, 12);
});

test("O12: the answer is where both derivatives are zero: 1.1 and 1.1, from sums over the rows", () => {
  const [x, y] = [
    [0, 1, 2, 3],
    [1, 3, 2, 5],
  ];
  const sum = (terms: readonly number[]): number => terms.reduce((a, b) => a + b, 0);
  const [sx, sy] = [sum(x!), sum(y!)];
  const [sxx, sxy] = [sum(x!.map((v) => v * v)), sum(x!.map((v, i) => v * y![i]!))];
  const slope = (4 * sxy - sx * sy) / (4 * sxx - sx * sx);
  const { theta1, theta2, training } = trained(open("linear-regression.json"));
  expect(theta1).toBeCloseTo(slope, 14);
  expect(theta2).toBeCloseTo((sy - slope * sx) / 4, 14);
  expect(training.stepper.done).toBe(1);
});

test("the specs differ in how they are trained, and in what that costs", () => {
  const model = (file: string): string => JSON.stringify(open(file).spec.model);
  expect(model("linear-regression.json")).toBe(model("descent.json"));
});

test("the page's numbers: with a ridge of 5 the slope is 0.55 and the line still goes through the middle", () => {
  const { value } = open("linear-regression.json").document;
  const spec = setIn(value, ["train", "optimiser", "ridge"], 5);
  const { theta1, theta2 } = trained(openSpec(JSON.stringify(spec)));
  expect(theta1).toBeCloseTo(0.55, 14);
  expect(theta2 + 1.5 * theta1).toBeCloseTo(2.75, 14);
});
