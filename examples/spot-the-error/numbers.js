// Every number of the page, computed: README.md quotes them by these names, and a test holds it to that.
import { readFileSync } from "node:fs";
import { defaultRegistry, evaluator, openSpec, ops, prepareTraining, trainingEvents } from "chainrule";

export const registry = defaultRegistry();
export const specs = ["sign", "expansion", "factors", "hinges", "layers", "target"];
const evaluate = evaluator(registry);

/** A spec of this folder, opened, perhaps with changes. */
export function open(name, change = (text) => text) {
  const file = `${name}.json`;
  return openSpec(change(readFileSync(new URL(file, import.meta.url), "utf8")), file, { registry });
}

/** What each step of a run told, and the parameters that it left. */
export function trained(project) {
  const training = prepareTraining(project.job);
  const metrics = [...trainingEvents(training)].filter((event) => event?.type === "metrics");
  return { metrics, state: training.state };
}

/** One parameter at the end of a run, as a list. */
const left = (project, id) => [...trained(project).state.peek(id).data];

/** The loss that a run told at a step. */
const told = ({ metrics }, step, name) => metrics.find((event) => event.step === step).values[name];

const range = (count, from, to) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
const largest = (list) => Math.max(...list.map(Math.abs));

/** Σ w relu(x + b) for hinges b. */
export const rectifiers = (hinges, weights) => (x) =>
  hinges.reduce((sum, b, i) => sum + weights[i] * Math.max(0, x + b), 0);

/** The fit of hinges.json: hinges inside [0, 1] only. */
export const innerFit = () => rectifiers([0, -0.25, -0.5, -0.75], left(open("hinges"), "w"));

/** A sigmoid unit that stands in for a step at 0. */
export const unit = (steepness) => (x) => 1 / (1 + Math.exp(-steepness * x));

/** Cross entropy of a prediction p against a target y. */
export const crossEntropy = (y) => (p) => -y * Math.log(p) - (1 - y) * Math.log(1 - p);

/** k rectifiers and a constant that meet the sine at k + 1 places of [0, 2π]: the largest distance between them. */
function sineError(k) {
  const width = (2 * Math.PI) / k;
  const at = (x) => {
    const i = Math.min(k - 1, Math.floor(x / width));
    const [a, b] = [i * width, (i + 1) * width];
    return Math.sin(a) + ((x - a) / width) * (Math.sin(b) - Math.sin(a));
  };
  return largest(range(20001, 0, 2 * Math.PI).map((x) => at(x) - Math.sin(x)));
}

/** By name, as the page quotes them. */
export function numbers() {
  return {
    ...ofSign(),
    ...ofExpansion(),
    ...ofConvexity(),
    ...ofFactors(),
    ...ofHinges(),
    ...ofLeaky(),
    ...ofLayers(),
    ...ofTarget(),
    ...ofAny(),
  };
}

function ofSign() {
  const wrong = trained(open("sign"));
  const right = open("sign", (text) => text.replace('"minimise": "printed"', '"minimise": "risk"'));
  const run = trained(right);
  return {
    "sign/1": told(wrong, 1, "printed"),
    "sign/100": told(wrong, 100, "printed"),
    "sign/1000": told(wrong, 1000, "printed"),
    "sign/right": told(run, 1000, "risk"),
    "sign/w": run.state.peek("w").data[0],
  };
}

function ofExpansion() {
  const printed = (y, f) => y * y - 2 * f + f * f;
  const squared = (y, f) => (y - f) ** 2;
  const slope = (of) => (of(3, 0.5 + 1e-5) - of(3, 0.5 - 1e-5)) / 2e-5;
  const right = open("expansion", (text) => text.replace('"minimise": "printed"', '"minimise": "right"'));
  return {
    "expansion/square": squared(3, 0.5),
    "expansion/printed": printed(3, 0.5),
    "expansion/difference": slope(squared),
    "expansion/slip": slope(printed),
    "expansion/f": left(open("expansion"), "f")[0],
    "expansion/right": left(right, "f")[0],
  };
}

function ofConvexity() {
  const [a, b, share] = [1, 3, 0.5];
  const mean = share * a + (1 - share) * b;
  const chord = (f) => share * f(a) + (1 - share) * f(b);
  return {
    "convexity/mean": mean,
    "convexity/chord": chord((x) => x * x),
    "convexity/value": mean * mean,
    "convexity/concave": chord((x) => -x * x),
    "convexity/concave value": -mean * mean,
  };
}

function ofFactors() {
  const slope = (op, u) => {
    const h = 1e-5;
    const [high, low] = [u + h, u - h].map((x) => evaluate(op, x));
    return (high - low) / (2 * h);
  };
  return {
    "factors/active": slope(ops.relu, 1),
    "factors/idle": slope(ops.relu, -1),
    "factors/sigmoid": slope(ops.sigmoid, 1),
    "factors/chain": slope(ops.sigmoid, 1) ** 3,
  };
}

function ofHinges() {
  const grid = range(1001, 0, 1);
  const inner = innerFit();
  const outer = rectifiers([1, 0], [1, -1]);
  return {
    "hinges/at 0": inner(0),
    "hinges/error": largest(grid.map((x) => inner(x) - 1)),
    "hinges/left": largest(grid.map((x) => outer(x) - 1)),
  };
}

function ofLeaky() {
  const points = range(401, -2, 2);
  const apart = (alpha) => {
    const leaky = evaluate((x) => ops.leakyRelu(x, { alpha, form: "multiply" }), points);
    const maximum = evaluate((x) => ops.maximum(ops.multiply(alpha, x), x), points);
    return largest(leaky.map((y, i) => y - maximum[i]));
  };
  const at = (alpha, x) => evaluate((x) => ops.leakyRelu(x, { alpha, form: "multiply" }), x);
  return {
    "leaky/0.1": apart(0.1),
    "leaky/1": apart(1),
    "leaky/2": apart(2),
    "leaky/at -1": at(2, -1),
    "leaky/maximum": Math.max(2 * -1, -1),
  };
}

function ofLayers() {
  const { graph, data } = open("layers");
  const weights = graph.nodes.filter(({ id }) => id.endsWith("/W"));
  return { "layers/L": weights.length, "layers/m": data.splits.train.rows };
}

function ofTarget() {
  const run = trained(open("target"));
  const best = (y) => {
    const grid = range(9999, 0.0001, 0.9999);
    const cost = grid.map(crossEntropy(y));
    return grid[cost.indexOf(Math.min(...cost))];
  };
  return {
    "target/0.9": crossEntropy(2)(0.9),
    "target/0.999": crossEntropy(2)(0.999),
    "target/100": told(run, 100, "loss"),
    "target/1000": told(run, 1000, "loss"),
    "target/best 0.3": best(0.3),
  };
}

function ofAny() {
  const points = [...range(2001, -1, 1), -1e-9];
  const errors = (steepness) => points.map((x) => Math.abs(unit(steepness)(x) - (x >= 0 ? 1 : 0)));
  const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;
  return Object.fromEntries([
    ...[1, 10, 100, 1000].flatMap((steepness) => [
      [`any/mean ${steepness}`, mean(errors(steepness))],
      [`any/largest ${steepness}`, largest(errors(steepness))],
    ]),
    ...[4, 8, 16, 32].map((k) => [`any/sine ${k}`, sineError(k)]),
  ]);
}
