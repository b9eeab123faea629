import { build, compile, createState, Registry, type State, type Tensor, tensorOf } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin, readOptimiser, trainingStep } from "@chainrule/optim";
import { describe, expect, test } from "vitest";
import { wasm } from "./engine/wasm.js";
import { feedsAt, type RandomCase } from "./testing/fuzz/randomGraph.js";
import { goldenNetworks } from "./testing/goldens/networks.js";
import { bitsOf, nanBits } from "./testing/nanBits.js";
import { networkCase } from "./testing/networkCase.js";

const registry = new Registry([builtin, optimPlugin]);
const engines = [wasm(), wasm({ emitter: "interpreter" }), wasm({ poison: 64 })];

/** NaNs of many bits: quiet and signalling, of either sign, with and without a payload. */
const payloads = {
  32: [0x7fc12345, 0xffc00000, 0x7f800001, 0xffffffff, 0xff812345],
  64: [0x7ff8000012345678n, 0xfff8000000000000n, 0x7ff0000000000001n, 0xffffffffffffffffn],
};

/** A copy with every third number a NaN, each of other bits. */
function spoiled({ dtype, shape, data }: Tensor): Tensor {
  const copy = data.slice();
  const bits = bitsOf(copy);
  for (let i = 0; i < copy.length; i += 3) {
    if (bits instanceof Uint32Array) bits[i] = payloads[32][(i / 3) % payloads[32].length]!;
    else if (bits) bits[i] = payloads[64][(i / 3) % payloads[64].length]!;
  }
  return { dtype, shape, data: copy };
}

/** The plan of a case with every node kept, or as little as may be. */
function planOf(
  { graph, dims }: RandomCase,
  engine: ReturnType<typeof wasm>,
  state: State,
  keepsAll: boolean,
) {
  const nodes = graph.nodes.map(({ id }) => id);
  return compile(graph, { registry, engine, state, dims, ...(keepsAll && { outputs: nodes, keep: nodes }) });
}

const networks = Object.entries(goldenNetworks);
const canonical = { float32: "7fc00000", float64: "7ff8000000000000" };

describe.each(engines)("$name", (engine) => {
  test.each(networks)("whatever NaN goes into %s, the state and what is read have the one canonical", (_, network) => {
    const item = networkCase(network, 11, registry);
    const wanted = canonical[item.graph.dtype];
    const feeds = Object.fromEntries(Object.entries(item.feeds).map(([id, tensor]) => [id, spoiled(tensor)]));
    for (const keepsAll of [false, true]) {
      const state = createState(item.graph, registry);
      const plan = planOf(item, engine, state, keepsAll);
      for (let step = 1; step <= 2; step++) plan.step({ ...feedsAt(item, step), ...feeds });
      const inState = Object.keys(item.graph.updates).flatMap((id) => nanBits(state.peek(id)));
      expect(inState.length).toBeGreaterThan(0);
      expect(new Set(inState)).toEqual(new Set([wanted]));
      const read = Object.keys(item.graph.outputs).flatMap((name) => nanBits(plan.read(name)));
      expect(read.length).toBeGreaterThan(0);
      expect(new Set(read)).toEqual(new Set([wanted]));
    }
  }); // prettier-ignore

  test("a NaN that lies in a parameter is stored and read as the canonical one", () => {
    const item = networkCase(goldenNetworks["tanh, binary cross-entropy, sgd"]!, 7, registry);
    const state = createState(item.graph, registry);
    for (const id of Object.keys(item.graph.updates)) state.house(id, spoiled(state.peek(id)).data);
    const plan = planOf(item, engine, state, false);
    const before = Object.keys(item.graph.updates).flatMap((id) => nanBits(plan.read(id)));
    plan.step(feedsAt(item, 1));
    const after = Object.keys(item.graph.updates).flatMap((id) => nanBits(state.peek(id)));
    expect(new Set(before)).toEqual(new Set(["7fc00000"]));
    expect(new Set(after)).toEqual(new Set(["7fc00000"]));
  });

  for (const dtype of ["float32", "float64"] as const) {
    // Where slots are stored as 0; where numbers become subnormal.
    const [flushed, normal] = dtype === "float32" ? [-100, -126] : [-960, -1022];
    test.each(["adam", "momentum"])(`gradients that vanish leave no subnormal in the ${dtype} slots of %s`, (type) => {
      const { graph, state, feed } = linear(dtype, { type, lr: 1e-3 });
      const plan = compile(graph, { registry, engine, state, dims: {} });
      const slots = Object.keys(graph.updates).filter((id) => graph.nodes.some((node) => node.id === id && node.op === "slot"));
      // The mean of squares is under the threshold at once for the smaller, the means of gradients sink below it.
      const sizes = [flushed + 6, flushed / 2 + 8, flushed + 2, 0, normal - 4].map((exponent) => 2 ** exponent);
      const seen = new Set<number>();
      for (let step = 1; step <= 250; step++) {
        plan.step(feed(step, step === 1 ? sizes : sizes.map(() => 0)));
        for (const id of slots) for (const x of state.peek(id).data) seen.add(Math.abs(x));
      }
      const least = Math.min(...[...seen].filter((x) => x > 0));
      expect(least).toBeGreaterThanOrEqual(2 ** flushed);
      expect(least).toBeLessThan(2 ** (flushed + 2));
      expect(seen).toContain(0);
    }); // prettier-ignore

    test(`a ${dtype} parameter may be as small as it likes`, () => {
      const { graph, state, feed } = linear(dtype, { type: "sgd", lr: 1 });
      const tiny = [2 ** (normal - 10), -(2 ** (normal - 3)), 2 ** normal, 2 ** (flushed - 1), 0];
      state.write("w", tiny);
      const plan = compile(graph, { registry, engine, state, dims: {} });
      plan.step(
        feed(
          1,
          tiny.map(() => 0),
        ),
      );
      expect([...state.peek("w").data]).toEqual(tiny);
    });
  }
});

/** A loss whose gradient by `w` is what is fed. */
function linear(dtype: "float32" | "float64", optimiser: { readonly type: string; readonly lr: number }) {
  const model = build(
    {
      dtype,
      model: {
        inputs: { x: { shape: [5] } },
        params: { w: { shape: [5], init: { type: "uniform", min: -1, max: 1 } } },
        nodes: { product: { op: "multiply", in: ["x", "w"] }, loss: { op: "sum", in: ["product"] } },
        outputs: { loss: "loss" },
      },
    },
    { registry },
  );
  const graph = trainingStep(model, {
    minimise: "loss",
    optimiser: readOptimiser(optimiser, registry),
    registry,
  });
  const feed = (step: number, x: readonly number[]) => ({
    ...feedsAt({ graph, feeds: {} }, step),
    x: tensorOf(x, [5], dtype),
  });
  return { graph, state: createState(graph, registry), feed };
}
