import { build, compile, createState, Registry, type State, tensorOf } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin, readOptimiser, trainingStep } from "@chainrule/optim";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { webAssembly } from "../assemble/host.js";
import { canonicalHash } from "../testing/goldens/goldenHashes.js";

const registry = new Registry([builtin, optimPlugin]);

const model = build(
  {
    seed: 3,
    model: {
      inputs: { x: { shape: ["N", 2] }, y: { shape: ["N", 1] } },
      nodes: {
        hidden: { block: "dense", in: ["x"], units: 5, activation: "tanh" },
        f: { block: "dense", in: ["hidden"], units: 1 },
        loss: { op: "squaredError", in: ["f", "y"], scale: 1, reduction: "mean" },
      },
      outputs: { loss: "loss" },
    },
  },
  { registry },
);
const graph = trainingStep(model, {
  minimise: "loss",
  optimiser: readOptimiser({ type: "adam", lr: 0.01 }, registry),
  registry,
});

/** The engine as a host would load it: what it has said once it remembers. */
const load = async (): Promise<typeof import("./wasm.js")> => import("./wasm.js");

function train(engine: ReturnType<typeof import("./wasm.js").wasm>): State {
  const state = createState(graph, registry);
  const plan = compile(graph, { registry, engine, state, dims: { N: 3 } });
  const feeds = {
    x: tensorOf([1, -2, 0.5, 4, 0, 3], [3, 2], "float32"),
    y: tensorOf([1, 0, -1], [3, 1], "float32"),
  };
  const lr = tensorOf([0.01], [], "float32");
  for (let step = 1; step <= 20; step++)
    plan.step({ ...feeds, "update/@lr": lr, "update/@step": tensorOf([step], [], "float32") });
  return state;
}

beforeEach(() => void vi.resetModules());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test.each([
  ["that knows no vectors", () => void vi.spyOn(webAssembly(), "validate").mockReturnValue(false)],
  ["without WebAssembly", () => void vi.stubGlobal("WebAssembly", undefined)],
])("on a host %s the interpreter computes the same bits, and one line says so", async (_, take) => {
  const usual = (await load()).wasm();
  expect(usual.name).toBe("wasm");
  const hash = canonicalHash(train(usual));

  vi.resetModules();
  take();
  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const { wasm } = await load();
  const engine = wasm();
  wasm();
  expect(engine.name).toBe("interpreter");
  expect(canonicalHash(train(engine))).toBe(hash);
  expect(warned.mock.calls).toEqual([
    ["WebAssembly has no vectors here: computing in plain JavaScript, slowly, with the same bits"],
  ]);
});
