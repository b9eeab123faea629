import { apply } from "../apply.js";
import { inputNames, type Op, type Vjp } from "../op.js";
import type { Registry } from "../registry.js";
import { sameShape } from "../shape.js";
import type { Value } from "../value.js";
import { lawful } from "./laws.js";
import { replaced } from "./replaced.js";

/** A handwritten vjp with one mistake planted in it, and whether the gradient law saw it. */
export interface Fault {
  readonly op: string;
  readonly input: string;
  readonly kind: string;
  /** What the law said; undefined where the fault went unnoticed. */
  readonly noticed: string | undefined;
}

type Spoil = (cotangent: Value, input: Value, registry: Registry) => Value;

const scaled =
  (factor: number): Spoil =>
  (cotangent, _, registry) =>
    apply(registry.get("ops", "multiply"), { a: cotangent, b: factor });

const kinds: Readonly<Record<string, Spoil>> = {
  "wrong sign": scaled(-1),
  "dropped term": scaled(0),
  "factor 1 + 1e-6": scaled(1 + 1e-6),
  "mean in place of the broadcast sum": (cotangent, input, registry) => {
    if (sameShape(cotangent.shape, input.shape)) return cotangent;
    const size = (x: Value): Value => apply(registry.get("ops", "size"), { x });
    const share = apply(registry.get("ops", "divide"), { a: size(input), b: size(cotangent) });
    return apply(registry.get("ops", "multiply"), { a: cotangent, b: share });
  },
};

/** The faults that can be planted in an op: each kind in each handwritten rule, broadcasting where inputs broadcast. */
export function plantable(op: Op): { readonly input: string; readonly kind: string }[] {
  const inputs = inputNames(op).filter((name) => typeof op.vjp?.[name] === "function");
  const broadcasts = op.formula !== undefined && inputNames(op).length > 1;
  return inputs.flatMap((input) =>
    Object.keys(kinds)
      .filter((kind) => broadcasts || !kind.startsWith("mean"))
      .map((kind) => ({ input, kind })),
  );
}

/** Plants one fault and asks the gradient law about it. */
export function plantFault(registry: Registry, op: Op, input: string, kind: string): Fault {
  const right: Vjp<Op["inputs"], NonNullable<Op["attributes"]>> = op.vjp![input]!;
  const spoil = kinds[kind]!;
  const faulty: Op = {
    ...op,
    vjp: {
      ...op.vjp,
      [input]: (g: Value, inputs: Readonly<Record<string, Value>>, context: Parameters<typeof right>[2]) =>
        spoil(right(g, inputs, context), inputs[input]!, registry),
    },
  };
  const law = lawful(replaced(registry, faulty), { ops: [op.name] }).find(
    ({ name }) => name.includes("agrees with differences") && !name.includes("second"),
  )!;
  try {
    law.check();
    return { op: op.name, input, kind, noticed: undefined };
  } catch (error) {
    return { op: op.name, input, kind, noticed: error instanceof Error ? error.message : String(error) };
  }
}
