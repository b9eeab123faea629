import { draw, evaluate, gradientsOf, lineChart, toSvg } from "chainrule";
import { crossEntropy, innerFit, open, rectifiers, trained, unit } from "./numbers.js";

/** A picture for each slip that one can see. */
export async function pictures() {
  return {
    "sign.svg": signChart(),
    "expansion.svg": expansionChart(),
    "convexity.svg": convexityChart(),
    "factors.svg": await factorsGraph(),
    "hinges.svg": hingesChart(),
    "leaky.svg": leakyChart(),
    "target.svg": targetChart(),
    "any.svg": anyChart(),
  };
}

const range = (from, to, count = 201) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
const curve = (f, from, to) => range(from, to).map((x) => [x, f(x)]);

function signChart() {
  const right = open("sign", (text) => text.replace('"minimise": "printed"', '"minimise": "risk"'));
  const points = (project, name) =>
    trained(project)
      .metrics.filter(({ step }) => step <= 200)
      .map(({ step, values }) => [step, values[name]]);
  return lineChart({
    title: "Minimised with and without the minus sign",
    xLabel: "step",
    yLabel: "what is minimised",
    series: [
      { name: "with: ends at its minimum", points: points(right, "risk") },
      { name: "without: falls for ever", points: points(open("sign"), "printed") },
    ],
  });
}

function expansionChart() {
  return lineChart({
    title: "The square for y = 3, and what is printed for it",
    xLabel: "f",
    yLabel: "loss",
    series: [
      { name: "(y − f)²: least at 3", points: curve((f) => (3 - f) ** 2, 0, 4) },
      { name: "y² − 2f + f²: least at 1", points: curve((f) => 9 - 2 * f + f * f, 0, 4) },
    ],
  });
}

function convexityChart() {
  return lineChart({
    title: "A convex function, a chord above it, and the line that is printed",
    xLabel: "x",
    series: [
      { name: "x²", points: curve((x) => x * x, 0, 3) },
      { name: "chord from 1 to 3", points: [[1, 1], [3, 9]] }, // prettier-ignore
      { name: "printed: x itself", points: curve((x) => x, 0, 3) },
    ],
  });
}

/** The chain with its values, and with the gradient of y by each of them. */
async function factorsGraph() {
  const project = open("factors");
  const { registry, engine, evalGraph } = project;
  const { columns: feeds } = project.data.splits.train;
  const wrt = ["u1", "h1", "u2", "h2", "u3", "h3"];
  const state = project.initialState();
  const { graph, values } = evaluate(evalGraph, { registry, engine, state, feeds, of: "y", wrt });
  const gradients = gradientsOf(graph, "y", values);
  return toSvg(draw(graph, { pass: "forward", registry, values, gradients }));
}

function hingesChart() {
  return lineChart({
    title: "Rectifiers that should make the constant 1 on [0, 1]",
    xLabel: "x",
    series: [
      { name: "hinges inside, trained", points: curve(innerFit(), 0, 1) },
      { name: "one hinge at −1", points: curve(rectifiers([1, 0], [1, -1]), 0, 1) },
    ],
  });
}

function leakyChart() {
  return lineChart({
    title: "α = 2: the leaky rectifier and max(αx, x)",
    xLabel: "x",
    series: [
      { name: "leaky: bends at 0", points: curve((x) => (x > 0 ? x : 2 * x), -2, 2) },
      { name: "max(2x, x)", points: curve((x) => Math.max(2 * x, x), -2, 2) },
    ],
  });
}

function targetChart() {
  const curves = [1, 0.3, 2].map((y) => ({
    name: y === 2 ? "y = 2: no least value" : y === 1 ? "y = 1: least at 1" : "y = 0.3: least at 0.3",
    points: curve(crossEntropy(y), 0.01, 0.99),
  }));
  return lineChart({ title: "Cross entropy of p, for three targets", xLabel: "p", series: curves });
}

function anyChart() {
  const steps = [10, 100].map((steepness) => ({
    name: `σ(${steepness}x)`,
    points: curve(unit(steepness), -0.3, 0.3),
  }));
  return lineChart({
    title: "A jump, and continuous functions that stand in for it: ½ is always missing",
    xLabel: "x",
    series: [{ name: "the jump", points: [[-0.3, 0], [0, 0], [0, NaN], [0, 1], [0.3, 1]] }, ...steps], // prettier-ignore
  });
}
