import {
  Builder,
  compile,
  differentiate,
  reference,
  type StaticShape,
  State,
  tensorOf,
  type Value,
} from "@chainrule/core";
import { registry } from "./evaluate.js";

/** Second derivatives of the sum of a graph function's entries, elements in row-major order: row i is ∂/∂x of ∂/∂xᵢ. */
export function hessian(
  call: (x: Value) => Value,
  numbers: readonly number[],
  shape: StaticShape = [numbers.length],
): number[][] {
  const op = (name: string) => registry.get("ops", name);
  const builder = new Builder({ registry, dtype: "float64" });
  const x = builder.source("input", "x", shape, "float64");
  builder.name(builder.call(op("sum"), [call(x)]), "total");
  const first = differentiate(builder.finish({ outputs: { total: "total" } }), {
    of: "total",
    wrt: ["x"],
    registry,
  });
  const again = Builder.from(first, registry);
  const direction = again.source("input", "direction", shape, "float64");
  const gradient = again.get(first.outputs["grad/total/x"]!);
  again.name(again.call(op("sum"), [again.call(op("multiply"), [gradient, direction])]), "slope");
  const second = differentiate(again.finish({ outputs: { slope: "slope" } }), {
    of: "slope",
    wrt: ["x"],
    registry,
  });
  const plan = compile(second, { registry, engine: reference(), state: new State([]) });
  return numbers.map((_, i) => {
    const unit = numbers.map((__, j) => (i === j ? 1 : 0));
    plan.feed({
      x: tensorOf(numbers, shape, "float64"),
      direction: tensorOf(unit, shape, "float64"),
    });
    plan.forward();
    plan.backward();
    return Array.from(plan.read("grad/slope/x").data);
  });
}
