import {
  ambientFeeds,
  createState,
  Dice,
  differentiate,
  type Dim,
  elementCount,
  type Feeds,
  findNode,
  type FloatDType,
  type Graph,
  type Op,
  Refusal,
  type Registry,
  type State,
  type StaticShape,
  type Tensor,
} from "@chainrule/core";
import { learningRateInput, readOptimiser, trainingStep } from "@chainrule/optim";
import { type Coverage, type GraphKind, graphKinds } from "./coverage.js";
import { type Grown, Grower } from "./grow.js";
import { drawTensor } from "./numbers.js";
import { classOf, opClasses } from "./opClass.js";

/** A graph to be run, and all that it takes to run it. */
export interface RandomCase {
  /** Of the sequence of graphs that one seed gives. */
  readonly seed: number;
  readonly number: number;
  readonly kind: GraphKind;
  readonly graph: Graph;
  readonly dims: Readonly<Record<string, number>>;
  readonly feeds: Feeds;
  /** How many steps to take: more than one, since a step must leave alone what the next one needs. */
  readonly steps: number;
  /** The optimiser's name, where there are updates. */
  readonly optimiser?: string;
}

/** Sizes of axes: none, one, primes, and some that vectors and tiles divide. */
export const sizes: readonly number[] = [0, 1, 2, 3, 5, 7, 11, 13, 16, 17, 20, 24, 32, 48, 64];

/**
 * The graphs of one seed, one after the other, each steered towards what the coverage has seen least of: ops, pairs of
 * classes of ops, sizes, broadcasts. Equal seeds give equal sequences; a graph is found again by its number in it.
 * @param coverage counts every graph that is made
 */
export function* randomGraphs(
  seed: number,
  registry: Registry,
  coverage: Coverage,
): Generator<RandomCase, never> {
  for (let number = 0; ; number++) {
    const made = randomGraph(seed, number, registry, coverage);
    coverage.add(made);
    yield made;
  }
}

/** What a case feeds at a step, from 1. */
export function feedsAt({ graph, feeds }: Pick<RandomCase, "graph" | "feeds">, step: number): Feeds {
  const rate: Tensor = {
    dtype: graph.dtype,
    shape: [],
    data: graph.dtype === "float32" ? Float32Array.of(0.1 / step) : Float64Array.of(0.1 / step),
  };
  const takesRate = findNode(graph, learningRateInput) !== undefined;
  return { ...feeds, ...ambientFeeds(graph, step), ...(takesRate && { [learningRateInput]: rate }) };
}

/** First values of a case's parameters and slots. */
export function stateOf({ graph }: Pick<RandomCase, "graph">, registry: Registry): State {
  return createState(graph, registry);
}

function randomGraph(seed: number, number: number, registry: Registry, coverage: Coverage): RandomCase {
  const dice = new Dice(seed, `graph ${number}`);
  const dtype: FloatDType = dice.chance(0.7) ? "float32" : "float64";
  const { menu, dims } = drawSizes(dice, coverage);
  const specials = dice.chance(0.15) ? 0.1 : 0;
  const options = { dice, registry, coverage, dtype, menu, dims, specials };
  const grower = new Grower(options, `graph ${number} of seed ${seed}`, dice.below(1000));
  const count = 2 + dice.below(10);
  for (let i = 0; i < count; i++) growOne(grower, dice, registry, coverage);
  const wanted = dice.pick(graphKinds);
  const total = wanted === "forward" ? undefined : appendLoss(grower, dice, registry, dims);
  const forward = grower.builder.finish({ outputs: outputsOf(grower, dice, total) });
  const ended = total
    ? withBackward(forward, wanted, dice, registry)
    : { kind: "forward" as const, graph: forward };
  const feeds = Object.fromEntries(
    Object.entries(grower.feeds).filter(([id]) => findNode(ended.graph, id) !== undefined),
  );
  return { seed, number, ...ended, dims, feeds, steps: ended.kind === "training" ? 3 : 2 };
}

/** A few sizes for the graph's axes, so that they often meet, and often an open dim among them. */
function drawSizes(dice: Dice, coverage: Coverage): { menu: Dim[]; dims: Record<string, number> } {
  const least = dice.least(sizes, (size) => coverage.sizes.get(size) ?? 0);
  const isPlain = (size: number): boolean => size > 0;
  const menu: Dim[] = [
    dice.chance(0.5) ? least : dice.pick(sizes.filter(isPlain)),
    dice.pick(sizes.filter(isPlain)),
    dice.pick([1, 2, 3, 5, 7]),
  ];
  if (!dice.chance(0.5)) return { menu, dims: {} };
  return { menu: [...menu, "N"], dims: { N: dice.chance(0.05) ? 0 : dice.pick(sizes.filter(isPlain)) } };
}

/** Grows the op that was seen least, or a pair of ops whose classes met least. */
function growOne(grower: Grower, dice: Dice, registry: Registry, coverage: Coverage): void {
  const least = (ops: readonly Op[]): Op =>
    dice.least(ops, ({ name }) => coverage.seen(name) + dice.below(3));
  const ops = registry.all("ops");
  if (dice.chance(0.5)) {
    grower.grow(least(ops));
    return;
  }
  const pairs = opClasses.flatMap((producer) => opClasses.map((consumer) => [producer, consumer] as const));
  const [producer, consumer] = dice.least(pairs, ([a, b]) => coverage.pair(a, b));
  const of = (wanted: string): Op[] => ops.filter((op) => classOf(op) === wanted);
  if (of(producer).length === 0 || of(consumer).length === 0) {
    coverage.missed(producer, consumer);
    return;
  }
  grower.grow(least(of(producer)));
  if (!grower.grow(least(of(consumer)), producer)) coverage.missed(producer, consumer);
}

/** Whatever nothing consumes, and now and then what something does. */
function outputsOf(grower: Grower, dice: Dice, total: Grown | undefined): Record<string, string> {
  const ends = grower.pool.filter(
    (grown) => grown.op && grown !== total && (grown.uses === 0 || dice.chance(0.1)),
  );
  const named = ends.map((grown, i) => [`y${i}`, grower.builder.name(grown.value, `y${i}`).id!]);
  if (total) named.push(["loss", grower.builder.name(total.value, "loss").id!]);
  return Object.fromEntries(named) as Record<string, string>;
}

/** Σ weights · value over some values that parameters lead to; undefined where there is none. */
function appendLoss(
  grower: Grower,
  dice: Dice,
  registry: Registry,
  dims: Readonly<Record<string, number>>,
): Grown | undefined {
  const isFloat = ({ tensor: { dtype } }: Grown): boolean => dtype === grower.builder.dtype;
  const trained = grower.pool.filter((grown) => grown.op && grown.isTrained && isFloat(grown));
  const op = (name: string): Op => registry.get("ops", name);
  let total: Grown | undefined;
  // The deepest first: the more there is between, the more there is to go wrong.
  for (const grown of trained.slice(-1 - dice.below(3))) {
    const size = grown.shape.map((dim) => (typeof dim === "string" ? dims[dim]! : dim)) as StaticShape;
    if (elementCount(size) === 0) continue;
    const weights = drawTensor(dice, size, grower.builder.dtype, [0.5, 1.5]);
    const product = grower.append(op("multiply"), [grown, { shape: grown.shape, tensor: weights }], {});
    const sum = grower.append(op("sum"), [product], { axes: "all", keepDims: false });
    total = total ? grower.append(op("add"), [total, sum], {}) : sum;
  }
  return total;
}

/** Adds the backward pass, and the updates where they are wanted; neither where no derivative leads anywhere. */
function withBackward(
  graph: Graph,
  wanted: GraphKind,
  dice: Dice,
  registry: Registry,
): Pick<RandomCase, "kind" | "graph" | "optimiser"> {
  const { reached, unreached } = reachedFrom(graph, registry);
  if (reached.length === 0) return { kind: "forward", graph };
  if (wanted === "gradient")
    return { kind: "gradient", graph: differentiate(graph, { of: "loss", wrt: reached, registry }) };
  const type = dice.pick(registry.names("optimisers"));
  const step = trainingStep(graph, {
    minimise: "loss",
    ...(unreached.length > 0 && { freeze: unreached }),
    optimiser: readOptimiser({ type, lr: 0.1 }, registry),
    registry,
  });
  return { kind: "training", graph: step, optimiser: type };
}

/** The parameters by which a derivative of the loss exists, and the others. */
function reachedFrom(graph: Graph, registry: Registry): { reached: string[]; unreached: string[] } {
  const parameters = graph.nodes.filter(({ op }) => op === "parameter").map(({ id }) => id);
  const isReached = (id: string): boolean => {
    try {
      differentiate(graph, { of: "loss", wrt: [id], registry });
      return true;
    } catch (error) {
      if (error instanceof Refusal && ["unreachable", "no-path"].includes(error.code)) return false;
      throw error;
    }
  };
  const reached = parameters.filter(isReached);
  return { reached, unreached: parameters.filter((id) => !reached.includes(id)) };
}
