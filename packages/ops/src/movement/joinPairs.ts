import { Refusal, type Value } from "@chainrule/core";

/**
 * All values as one, joined in pairs, so that none is copied more often than need be.
 * @throws {Refusal} wrong-inputs: there are none
 */
export function joinPairs(values: readonly Value[], join: (a: Value, b: Value) => Value): Value {
  if (values.length === 0)
    throw new Refusal({ code: "wrong-inputs", got: "no values", need: "at least one to join" });
  let level = values;
  while (level.length > 1) {
    const pairs: Value[] = [];
    for (let i = 0; i < level.length; i += 2)
      pairs.push(i + 1 < level.length ? join(level[i]!, level[i + 1]!) : level[i]!);
    level = pairs;
  }
  return level[0]!;
}
