import { placedAt, Refusal } from "../errors.js";
import { type Dim, formatShape, normalizeAxis } from "../shape.js";
import { suggest } from "../suggest.js";
import type { Value } from "../value.js";
import type { NodeScope } from "./nodeScope.js";
import { operandsOf, within } from "./operands.js";
import { sliceAt, stack } from "./slices.js";
import type { NodeSpec } from "./spec.js";
import { type Settings, type Unit, unitOf } from "./unit.js";

/**
 * Appends copies `h/0`, `h/1`, … of an op or a block, one after the other: `carry` takes the previous output, inputs
 * of `scan` a slice each, all others the same.
 * @returns the last output, or with `collect` all of them stacked, as node `h`
 * @throws {Refusal} missing-key | unknown-input | scan-length | bad-axis, and as unitOf
 */
export function repeatNode(
  scope: NodeScope,
  id: string,
  node: NodeSpec,
  repeat: NonNullable<NodeSpec["repeat"]>,
): Value {
  const copies: readonly Settings[] = Array.isArray(repeat)
    ? repeat
    : Array.from({ length: repeat }, () => ({}));
  const read = (t: number): Unit => {
    // Copies without settings of their own are all the same.
    if (t > 0 && !Array.isArray(repeat)) return first;
    try {
      return unitOf(scope, node, copies[t]);
    } catch (error) {
      throw Array.isArray(repeat) ? withinCopy(error, copies[t]!, t) : error;
    }
  };
  const first = read(0);
  const operands = operandsOf(scope, id, node, first.inputs, first.noun);
  const scans = scansOf(scope, node, first, operands, copies.length);
  const carry = carried(node, first, scans);
  const outputs: Value[] = [];
  copies.forEach((_, t) => {
    const unit = t === 0 ? first : read(t);
    const copy = `${id}/${t}`;
    const value = scope.builder.within({ scope: copy }, () => {
      const given = operands.map((operand, i) => {
        const name = first.inputs[i]!;
        if (name === carry && t > 0) return outputs[t - 1]!;
        const axis = scans.get(name);
        return axis === undefined ? operand : sliceAt(scope, operand, axis, { t, id: `${copy}/${name}` });
      });
      return unit.make(copy, given, node.share === true ? id : undefined);
    });
    scope.address(copy, value);
    outputs.push(value);
  });
  const { collect } = node;
  if (collect === undefined) return outputs.at(-1)!;
  return within(scope, ["collect"], () => scope.builder.name(stack(scope, outputs, collect, id), id));
}

/** A mistake in the settings of one copy stands in the list of copies. */
function withinCopy(error: unknown, own: Settings, t: number): unknown {
  if (!(error instanceof Refusal)) return error;
  const [key] = error.problems[0]?.path ?? [];
  const isOwn = key === undefined || Object.hasOwn(own, key);
  return isOwn ? placedAt(error, ["repeat", t]) : error;
}

/** The axis along which each input of `scan` is cut, counted from the front. */
function scansOf(
  scope: NodeScope,
  { scan = {} }: NodeSpec,
  { inputs, noun }: Unit,
  operands: readonly Value[],
  copies: number,
): ReadonlyMap<string, number> {
  const scans = new Map<string, number>();
  for (const [name, given] of Object.entries(scan)) {
    within(scope, ["scan", name], () => {
      const position = inputs.indexOf(name);
      if (position < 0) {
        const need = `an input of ${noun}: ${inputs.join(", ")}`;
        throw new Refusal({
          code: "unknown-input",
          got: JSON.stringify(name),
          need,
          ...suggest(name, inputs),
        });
      }
      const { shape } = operands[position]!;
      const axis = normalizeAxis(given, shape.length);
      if (axis === undefined) {
        const need = `an axis of ${name} ${formatShape(shape)}: from ${-shape.length} to ${shape.length - 1}`;
        throw new Refusal({ code: "bad-axis", got: String(given), need });
      }
      if (shape[axis] !== copies) throw wrongLength(name, shape[axis]!, copies);
      scans.set(name, axis);
    });
  }
  return scans;
}

function wrongLength(name: string, dim: Dim, copies: number): Refusal {
  const isName = typeof dim === "string";
  return new Refusal({
    code: "scan-length",
    got: `${dim} slices of ${name} for ${copies} copies`,
    need: isName ? "an axis whose length is a number" : "as many copies as slices",
    ...(!isName && { try: `"repeat": ${dim}` }),
  });
}

/** The input that takes the previous output; undefined where every input is scanned. */
function carried(
  { carry }: NodeSpec,
  { inputs, noun }: Unit,
  scans: ReadonlyMap<string, number>,
): string | undefined {
  if (carry !== undefined) {
    if (inputs.includes(carry) && !scans.has(carry)) return carry;
    const path = ["carry"];
    const free = inputs.filter((name) => !scans.has(name));
    throw new Refusal({
      code: "unknown-input",
      path,
      got: JSON.stringify(carry),
      need: `an input of ${noun} that is not scanned: ${free.join(", ")}`,
      ...suggest(carry, free),
    });
  }
  const free = inputs.filter((name) => !scans.has(name));
  if (free.length <= 1) return free[0];
  throw new Refusal({
    code: "missing-key",
    got: `no "carry" for ${noun} with inputs ${free.join(", ")}`,
    need: `"carry", the input that takes the previous output`,
    try: `"carry": ${JSON.stringify(free[0])}`,
  });
}
