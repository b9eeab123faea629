import { elementCount, type Engine, reference, Registry, type Tensor, tensorOf } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";
import { expect, test } from "vitest";
import { Coverage } from "./testing/fuzz/coverage.js";
import { fuzzedEngines } from "./testing/fuzz/engines.js";
import { type RandomCase, randomGraphs } from "./testing/fuzz/randomGraph.js";
import { reproduction } from "./testing/fuzz/reproduction.js";
import { proxyOf, SamenessCounts, samenessFailure } from "./testing/fuzz/sameness.js";
import { shrink } from "./testing/fuzz/shrink.js";

const registry = new Registry([builtin, optimPlugin]);
const { a, b, names } = fuzzedEngines;

function* someGraphs(seed: number, count: number, coverage = new Coverage(registry)): Generator<RandomCase> {
  for (const item of randomGraphs(seed, registry, coverage)) {
    yield item;
    if (item.number === count - 1) return;
  }
}

test("on five hundred random graphs the engines give the same bits, within bounds; pnpm fuzz:engine runs ten thousand", () => {
  const coverage = new Coverage(registry);
  const counts = new SamenessCounts();
  const failure = (item: RandomCase): string | undefined => samenessFailure(item, { registry, a, b });
  for (const item of someGraphs(1, 500, coverage)) {
    const told = samenessFailure(item, { registry, a, b }, counts);
    if (told !== undefined)
      throw new Error(reproduction(shrink(item, told, failure, registry), registry, names));
  }
  console.log(`${coverage.table()}\n${counts.text()}`);
  expect(coverage.unseen()).toEqual([]);
  expect(counts.refused).toBe(0);
  expect(counts.numbers).toBeGreaterThan(1_000_000);
});

/** The reference, but for a bit in the last place of what a plan reads where little is kept. */
function wrongWhenFused(): Engine {
  return {
    name: "fuses badly",
    compile(program) {
      const plan = reference().compile(program);
      if (program.kept.size === program.positions.size) return plan;
      const read = (name: string): Tensor => {
        const tensor = plan.read(name);
        tensor.data.forEach((x, i) => (tensor.data[i] = x * (1 + 2 ** -23)));
        return tensor;
      };
      return { ...proxyOf(plan), read };
    },
  };
}

test("an engine that fuses to other bits is seen, though both engines do it", () => {
  const engine = wrongWhenFused();
  const told = [...someGraphs(1, 20)].flatMap(
    (item) => samenessFailure(item, { registry, a: engine, b: engine }) ?? [],
  );
  expect(told.length).toBeGreaterThan(10);
  expect(told[0]).toMatch(/^kept or not, fuses badly and fuses badly keeping all differ: \w+ \(/);
});

/** The reference, which loses its first input in a step: what one step is not fed it must still know. */
function forgetful(): Engine {
  return {
    name: "forgetful",
    compile(program) {
      const plan = reference().compile(program);
      const input = program.nodes.find(
        ({ node }) => node.op === "input" && node.dtype === program.graph.dtype,
      );
      const forget = (): void => {
        if (!input) return;
        const { node, shape } = input;
        plan.feed({ [node.id]: tensorOf(new Float64Array(elementCount(shape)), shape, node.dtype) });
      };
      return {
        ...proxyOf(plan),
        update() {
          plan.update();
          forget();
        },
      };
    },
  };
}

test("an engine that spoils its inputs in a step is seen, though both engines do it", () => {
  const engine = forgetful();
  const told = [...someGraphs(1, 20)].flatMap(
    (item) => samenessFailure(item, { registry, a: engine, b: engine }) ?? [],
  );
  expect(told.length).toBeGreaterThan(5);
  expect(told[0]).toMatch(/^in one step or phase by phase, forgetful and forgetful phase by phase differ: /);
});

test("an engine that breaks has failed", () => {
  const broken: Engine = {
    name: "broken",
    compile() {
      throw new RangeError("out of memory");
    },
  };
  const [item] = someGraphs(1, 1);
  expect(samenessFailure(item!, { registry, a: reference(), b: broken })).toBe(
    "an engine breaks: out of memory",
  );
});
