import { type Fault, jsonNumbers, labelTexts, missingHint, type Reader } from "./cell.js";
import type { CellKind } from "./table.js";
import { quoted } from "./words.js";

/**
 * Cells that are JSON values. Numbers are numbers, and for bool also `true` and `false`; a label is a text, a
 * number or a boolean, the latter by their texts. `null` and an absent key are no value.
 */
export const jsonCells: CellKind<unknown> = {
  numbers(dtype) {
    const numbers = jsonNumbers(dtype);
    return { ...numbers, fault: (value) => ({ ...numbers.fault(value), ...missingHint(value) }) };
  },
  labels: labelValues,
  labelOf: (value) => labelText(value) ?? "",
  absence(value, missing) {
    if (value === undefined) return "an absent key";
    if (value === null) return "null, which means no value";
    if (typeof value !== "string" || !missing.has(value)) return undefined;
    return value === "" ? "an empty text" : `${quoted(value)}, which means no value`;
  },
};

function labelText(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function labelValues(listed: readonly string[] | undefined): Reader<unknown> {
  const texts = labelTexts(listed);
  return {
    complaint: texts.complaint,
    read(value) {
      const text = labelText(value);
      return text === undefined ? undefined : texts.read(text);
    },
    fault(value) {
      const text = labelText(value);
      return text === undefined ? notALabel(value) : texts.fault(text);
    },
  };
}

function notALabel(value: unknown): Fault {
  return { code: "not-a-label", got: quoted(value), need: "a label: a text, a number, true or false" };
}
