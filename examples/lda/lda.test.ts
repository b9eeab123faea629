import { readFileSync } from "node:fs";
import { evaluate, openSpec, prepareTraining, reference, tensor, trainingEvents } from "chainrule";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
const open = (file: string) => openSpec(read(file), file);

function trained(file: string) {
  const project = open(file);
  const training = prepareTraining(project.job);
  for (const _ of trainingEvents(training));
  const numbers = [...training.state.peek("w").data, training.state.peek("b").data[0]!];
  return { project, training, numbers };
}

test("M3: the unit says 0.21341860013170 at (0.4, -0.9), and so does Bayes' rule", () => {
  const { project, training } = trained("lda.json");
  const { registry, evalGraph } = project;
  const feeds = { x: tensor([[0.4, -0.9]]) };
  const graph = { ...evalGraph, outputs: { prediction: "p" } };
  const { outputs } = evaluate(graph, { registry, engine: reference(), state: training.state, feeds });
  expect(outputs["prediction"]!.data[0]).toBeCloseTo(0.2134186001317, 13);
  // Σ⁻¹ = [[1, −½], [−½, 2]] / 1.75; the factor before the exponential is the same for both classes.
  const density = (p: number, q: number): number => Math.exp(-(p * p - p * q + 2 * q * q) / 1.75 / 2);
  const one = 0.3 * density(0.4 - 1, -0.9 - 1);
  expect(one / (one + 0.7 * density(0.4 + 1, -0.9))).toBeCloseTo(0.2134186001317, 13);
});

test("M3: the ten points have the lecture's moments", () => {
  const { x, y } = open("lda.json").data.splits.train.columns;
  const points = Array.from(y!.data, (label, i) => [x!.data[2 * i]!, x!.data[2 * i + 1]!, label] as const);
  const mean = (label: number, axis: 0 | 1): number => {
    const some = points.filter((point) => point[2] === label);
    return some.reduce((sum, point) => sum + point[axis], 0) / some.length;
  };
  expect([mean(0, 0), mean(0, 1), mean(1, 0), mean(1, 1)]).toEqual([-1, 0, 1, 1]);
  const covariance = (a: 0 | 1, b: 0 | 1): number =>
    points.reduce((sum, p) => sum + (p[a] - mean(p[2], a)) * (p[b] - mean(p[2], b)), 0) / points.length;
  expect([covariance(0, 0), covariance(0, 1), covariance(1, 1)]).toEqual([2, 0.5, 1]);
});

test("M4: on drawn classes logistic regression ends near the discriminant, and both near the truth", () => {
  const discriminant = trained("gaussians.json").numbers;
  const logistic = trained("logistic.json").numbers;
  const truth = [6 / 7, 4 / 7, -2 / 7 + Math.log(3 / 7)];
  truth.forEach((value, i) => {
    // From the same rows they are nearer to one another than to the truth, whose standard errors are about 0.06.
    expect(Math.abs(logistic[i]! - discriminant[i]!)).toBeLessThan(0.02);
    expect(Math.abs(discriminant[i]! - value)).toBeLessThan(0.12);
    expect(Math.abs(logistic[i]! - value)).toBeLessThan(0.12);
  });
});

test("M4: the discriminant is not what makes these labels most likely, by a little", () => {
  const loss = (file: string): number => trained(file).training.metrics.during.get("train/loss")!();
  expect(loss("logistic.json")).toBeLessThan(loss("gaussians.json"));
  expect(loss("gaussians.json") - loss("logistic.json")).toBeLessThan(1e-3);
});

test("the page's table is what the specs come to", () => {
  const page = read("README.md");
  for (const file of ["gaussians.json", "logistic.json"])
    for (const number of trained(file).numbers) expect(page).toContain(String(Number(number.toPrecision(6))));
});
