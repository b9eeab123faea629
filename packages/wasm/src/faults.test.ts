import { Registry } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";
import { expect, test } from "vitest";
import { type Instruction, storedBytes } from "./ir/program.js";
import type { Lowered } from "./lower/lower.js";
import { allAddresses, type Damage, faultyEngine, firstChanged } from "./testing/faultyEngine.js";
import { Coverage } from "./testing/fuzz/coverage.js";
import { randomGraphs } from "./testing/fuzz/randomGraph.js";
import { samenessFailure } from "./testing/fuzz/sameness.js";

const registry = new Registry([builtin, optimPlugin]);
const seed = 11;
/** A fault is looked for in so many graphs, until one has shown it. */
const graphs = 600;

/** Exchanges two nests that follow one another, the last of which is `fromEnd` before a phase's end. */
const swapNests =
  (phase: number, fromEnd: number): Damage =>
  (lowered) => {
    const procedures = [...lowered.procedures];
    const nests = [...procedures[phase]!.nests];
    const real = nests.flatMap(({ title }, at) => (title === "poison" ? [] : [at]));
    const [first, second] = [real.at(-2 - fromEnd), real.at(-1 - fromEnd)];
    if (first === undefined || second === undefined) return undefined;
    [nests[first], nests[second]] = [nests[second]!, nests[first]!];
    procedures[phase] = { ...procedures[phase]!, nests };
    return { ...lowered, procedures };
  };

/** Puts one buffer where another is that is at least as large: what the planner must never do while both are in use. */
const overlap =
  (skip: number): Damage =>
  (lowered: Lowered) => {
    const [first, second] = lowered.buffers.filter(({ bytes }) => bytes > 0).slice(skip);
    if (first === undefined || second === undefined || first.bytes < second.bytes) return undefined;
    return allAddresses(lowered, (at) =>
      at.base >= second.at && at.base < second.at + second.bytes
        ? { ...at, base: at.base - second.at + first.at }
        : at,
    );
  };

const instruction = (
  lowered: Lowered,
  rule: (given: Instruction) => readonly Instruction[] | undefined,
): Lowered | undefined =>
  firstChanged(lowered, (statement) =>
    statement.kind === "loop" || statement.kind === "kernel" || statement.kind === "tape"
      ? undefined
      : rule(statement),
  );

const shift = (kind: "load" | "store", by: 1 | -1): Damage => {
  return (lowered) =>
    instruction(lowered, (given) => {
      if (given.kind !== kind || given.at.terms.length === 0) return undefined;
      return [{ ...given, at: { ...given.at, base: given.at.base + by * storedBytes[given.stored] } }];
    });
};

const renamed = (
  from: "add" | "multiply" | "less" | "maximum",
  to: "subtract" | "add" | "equal" | "minimum",
): Damage => {
  return (lowered) =>
    instruction(lowered, (given) =>
      given.kind === "call" && given.name === from ? [{ ...given, name: to }] : undefined,
    );
};

const faults: Readonly<Record<string, Damage>> = {
  "wrong order: the last two nests of the forward pass": swapNests(0, 0),
  "wrong order: two nests before": swapNests(0, 1),
  "stale buffer: two in one place": overlap(0),
  "stale buffer: two later ones in one place": overlap(2),
  "stale buffer: two still later ones in one place": overlap(4),
  "dropped tail: a loop of single numbers is left out": (lowered) =>
    firstChanged(lowered, (statement, among) =>
      statement.kind === "loop" &&
      among.some((other) => other.kind === "loop" && other !== statement) &&
      statement.body.some((inner) => inner.kind === "store" && inner.from.lanes === 1)
        ? []
        : undefined,
    ),
  "dropped tail: a loop ends one turn early": (lowered) =>
    firstChanged(lowered, (statement) =>
      statement.kind === "loop" && statement.count > 1
        ? [{ ...statement, count: statement.count - 1 }]
        : undefined,
    ),
  "dropped tail lane: a store of a single number is left out": (lowered) =>
    instruction(lowered, (given) => (given.kind === "store" && given.from.lanes === 1 ? [] : undefined)),
  "a store of a vector is left out": (lowered) =>
    instruction(lowered, (given) => (given.kind === "store" && given.from.lanes > 1 ? [] : undefined)),
  "the wrong lane": (lowered) =>
    instruction(lowered, (given) =>
      given.kind === "lane" ? [{ ...given, lane: (given.lane + 1) % given.from.lanes }] : undefined,
    ),
  "one number in all lanes in place of several": (lowered) =>
    instruction(lowered, (given) =>
      given.kind === "load" && given.to.lanes > 1 && given.step > 0 ? [{ ...given, step: 0 }] : undefined,
    ),
  "several numbers in place of one in all lanes": (lowered) =>
    instruction(lowered, (given) =>
      given.kind === "load" && given.to.lanes > 1 && given.step === 0
        ? [{ ...given, step: storedBytes[given.stored] }]
        : undefined,
    ),
  "a load one element further": shift("load", 1),
  "a store one element further": shift("store", 1),
  "a load one element before": shift("load", -1),
  "an accumulator that takes nothing": (lowered) =>
    instruction(lowered, (given) =>
      given.kind === "call" && given.arguments[0]?.id === given.to.id ? [] : undefined,
    ),
  "an accumulator that begins with 1": (lowered) =>
    instruction(lowered, (given) =>
      given.kind === "constant" && Object.is(given.value, 0) ? [{ ...given, value: 1 }] : undefined,
    ),
  "add is subtract": renamed("add", "subtract"),
  "multiply is add": renamed("multiply", "add"),
  "less is equal": renamed("less", "equal"),
  "maximum is minimum": renamed("maximum", "minimum"),
  "a choice the wrong way": (lowered) =>
    instruction(lowered, (given) => {
      if (given.kind !== "call" || given.name !== "select") return undefined;
      const [condition, yes, no] = given.arguments;
      return [{ ...given, arguments: [condition!, no!, yes!] }];
    }),
  "operands the wrong way": (lowered) =>
    instruction(lowered, (given) =>
      given.kind === "call" && (given.name === "subtract" || given.name === "divide")
        ? [{ ...given, arguments: [...given.arguments].reverse() }]
        : undefined,
    ),
  "a kernel is not run": (lowered) =>
    firstChanged(lowered, (statement) => (statement.kind === "kernel" ? [] : undefined)),
};

test.each(Object.entries(faults))("%s: caught", (name, damage) => {
  const { engine, counts } = faultyEngine(damage);
  let caught = 0;
  for (const item of randomGraphs(seed, registry, new Coverage(registry))) {
    if (item.number === graphs || caught > 0) break;
    // Both engines have the fault, as they share the lowering: bounds, poison and what is kept must tell.
    if (samenessFailure(item, { registry, a: engine, b: engine }) !== undefined) caught++;
  }
  console.log(`${name}: planted in ${counts.planted} plans of seed ${seed}, caught in ${caught} graphs`);
  expect(counts.planted).toBeGreaterThan(0);
  expect(caught).toBeGreaterThan(0);
});

test("without a fault nothing is caught", () => {
  const { engine } = faultyEngine(() => undefined);
  for (const item of randomGraphs(seed, registry, new Coverage(registry))) {
    if (item.number === 25) break;
    expect(samenessFailure(item, { registry, a: engine, b: engine })).toBeUndefined();
  }
});
