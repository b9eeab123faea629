import { expect, test } from "vitest";
import { type StopRule, stopper } from "./stop.js";

/** The step at which one of the rules ends a run of two steps an epoch, whose metric has these values. */
function ending(
  rules: readonly StopRule[],
  values: readonly number[],
): [step: number, rule: StopRule] | undefined {
  const ruleAfter = stopper(rules);
  for (let step = 1; step <= values.length; step++) {
    const rule = ruleAfter({
      step,
      epoch: Math.ceil(step / 2),
      isEpochEnd: step % 2 === 0,
      metric: () => values[step - 1]!,
      parameterChange: () => values[step - 1]!,
    });
    if (rule !== undefined) return [step, rule];
  }
  return undefined;
}

const falling = [9, 8, 7, 6, 5, 4, 3, 2];

test("O3: steps and epochs; the first rule that holds is the one that is named", () => {
  expect(ending([{ steps: 3 }], falling)).toEqual([3, { steps: 3 }]);
  expect(ending([{ epochs: 2 }], falling)).toEqual([4, { epochs: 2 }]);
  expect(ending([{ epochs: 2 }, { steps: 4 }], falling)).toEqual([4, { epochs: 2 }]);
  expect(ending([{ epochs: 5 }], falling)).toBeUndefined();
});

test("patience counts epochs in which the metric did not become better", () => {
  const rule = { metric: "loss", patience: 2 };
  expect(ending([rule], [0, 5, 0, 3, 0, 4, 0, 3, 0, 1])).toEqual([8, rule]);
  expect(ending([rule], [0, 5, 0, 6, 0, 4, 0, 5, 0, 3])).toBeUndefined();
  const up = { ...rule, direction: "maximise" } as const;
  expect(ending([up], [0, 5, 0, 6, 0, 6, 0, 5])).toEqual([8, up]);
  const coarse = { ...rule, minDelta: 1 };
  expect(ending([coarse], [0, 5, 0, 4.5, 0, 4.1, 0, 1])).toEqual([6, coarse]);
  expect(ending([rule], [0, NaN, 0, NaN])).toEqual([4, rule]);
});

test("a rule counts on while another one is looked at", () => {
  const rules = [
    { metric: "loss", above: 8 },
    { metric: "loss", patience: 2 },
  ];
  expect(ending(rules, [0, 1, 0, 2, 0, 3])).toEqual([6, rules[1]]);
});

test("O3: thresholds of a metric hold at the end of an epoch, of the parameters' change at any step", () => {
  expect(ending([{ metric: "loss", below: 8 }], falling)).toEqual([4, { metric: "loss", below: 8 }]);
  expect(ending([{ metric: "loss", above: 7 }], falling)).toEqual([2, { metric: "loss", above: 7 }]);
  expect(ending([{ parameterChange: 7.5 }], falling)).toEqual([3, { parameterChange: 7.5 }]);
});
