import { isStatic, type Shape } from "./shape.js";
import type { Value } from "./value.js";

const sections: Readonly<Record<string, string>> = { input: "inputs", parameter: "params" };

/**
 * A line of the spec that would make a failed `need` hold, where the need is `a[1] = b[0]` or `p = y` and one side
 * is an input or parameter of the model itself. Inputs come first: they are most often the ones that are mistyped.
 */
export function shapeHint(
  need: string,
  names: readonly string[],
  values: readonly Value[],
): { try?: string } {
  const match = /^(\w+)(?:\[(\d+)\])? = (\w+)(?:\[(\d+)\])?(?:,|$)/.exec(need);
  if (match === null) return {};
  const sides = [side(match[1]!, match[2]), side(match[3]!, match[4])] as const;
  const fixes = [fix(sides[0], sides[1]), fix(sides[1], sides[0])].filter((line) => line !== undefined);
  const [line] = fixes.sort((a, b) => Number(b.startsWith('"inputs')) - Number(a.startsWith('"inputs')));
  return line === undefined ? {} : { try: line };

  function side(name: string, axis: string | undefined): Side {
    return { value: values[names.indexOf(name)], axis: axis === undefined ? undefined : Number(axis) };
  }
}

interface Side {
  readonly value: Value | undefined;
  readonly axis: number | undefined;
}

/** The declaration of one side with the other's dims. */
function fix({ value, axis }: Side, other: Side): string | undefined {
  const section = value && sections[value.op];
  if (!section || value.id === undefined || value.id.includes("/") || !other.value) return undefined;
  const shape = axis === undefined ? other.value.shape : withDim(value.shape, axis, other);
  // A parameter is the same for every batch, so its dims are integers.
  if (shape === undefined || (value.op === "parameter" && !isStatic(shape))) return undefined;
  return `"${section}.${value.id}.shape": ${JSON.stringify(shape).replaceAll(",", ", ")}`;
}

function withDim(shape: Shape, axis: number, { value, axis: otherAxis }: Side): Shape | undefined {
  const dim = value?.shape[otherAxis ?? -1];
  return dim === undefined || axis >= shape.length
    ? undefined
    : shape.map((old, i) => (i === axis ? dim : old));
}
