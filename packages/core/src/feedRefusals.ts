import { Refusal } from "./errors.js";
import { elementCount, formatShape, sameShape, type StaticShape } from "./shape.js";
import { suggest } from "./suggest.js";
import type { DType } from "./dtype.js";
import type { Tensor } from "./tensor.js";

/**
 * Refuses a value that an input does not take.
 * @throws {Refusal} shape-mismatch | dtype-mismatch
 */
export function checkFeed(id: string, value: Tensor, shape: StaticShape, dtype: DType): void {
  if (!sameShape(value.shape, shape) || value.data.length !== elementCount(shape)) {
    throw new Refusal({
      code: "shape-mismatch",
      at: id,
      got: formatShape(value.shape),
      need: formatShape(shape),
    });
  }
  if (value.dtype !== dtype)
    throw new Refusal({ code: "dtype-mismatch", at: id, got: value.dtype, need: dtype });
}

/** Of a value for what is no input of the graph. */
export function unknownFeed(id: string, inputs: ReadonlySet<string>): Refusal {
  return new Refusal({
    code: "unknown-feed",
    got: JSON.stringify(id),
    need: "an input of the graph",
    ...suggest(id, inputs),
  });
}

/** Of a run before all inputs have values. */
export function missingFeed(ids: Iterable<string>): Refusal {
  return new Refusal({
    code: "missing-feed",
    got: `no value for ${[...ids].join(", ")}`,
    need: "a value for every input",
  });
}
