import type { DType, Problem } from "@chainrule/core";
import { listed, nearTo, quoted } from "./words.js";

/** What is wrong with a value; where it stands is added by who knows. */
export type Fault = Pick<Problem, "code" | "got" | "need" | "try">;

/** How values of one kind (`string` in a table, `unknown` JSON in inline examples) become numbers. */
export interface Reader<V> {
  /** The number, or undefined where the value is not accepted. */
  read(value: V): number | undefined;
  /** Why a value is not accepted. */
  fault(value: V): Fault;
  /** The same in two words, for counting: `not a number`. */
  readonly complaint: string;
}

// Decimal notation; quantifiers that cannot overlap, so that long cells cost linear time.
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

const notANumber = "not a number";

/** Texts that often stand for "no value". */
const placeholders = new Set(["", "na", "n/a", "nan", "null", "none", "nil", "-", "?", "."]);

/** Whether a dtype holds a number: finite after rounding to it, and integral where it is. */
export function holds(dtype: DType, value: number): boolean {
  switch (dtype) {
    case "float64":
      return Number.isFinite(value);
    case "float32":
      return Number.isFinite(Math.fround(value));
    case "int32":
      return (value | 0) === value;
    case "bool":
      return value === 0 || value === 1;
  }
}

const kinds: Readonly<Record<DType, string>> = {
  float64: "a finite float64 number, such as 39.1",
  float32: "a finite float32 number, such as 39.1",
  int32: "an int32 integer",
  bool: "true, false, 1 or 0",
};

/** Texts that are numbers in decimal notation; for bool also `true` and `false`. */
export function numberTexts(dtype: DType): Reader<string> {
  return {
    complaint: notANumber,
    read(text) {
      if (dtype === "bool" && (text === "true" || text === "false")) return Number(text === "true");
      if (!decimal.test(text)) return undefined;
      const number = Number(text);
      return holds(dtype, number) ? number : undefined;
    },
    fault: (text) => ({
      code: "not-a-number",
      got: quoted(text),
      need: kinds[dtype],
      ...missingHint(text),
    }),
  };
}

/** For texts that often stand for "no value": the line that makes them mean it. */
export function missingHint(value: unknown): { try?: string } {
  if (typeof value !== "string" || !placeholders.has(value.toLowerCase())) return {};
  return { try: value === "" ? '"missing": [""]' : `"missing": ["", ${JSON.stringify(value)}]` };
}

/** JSON numbers; for bool also `true` and `false`. */
export function jsonNumbers(dtype: DType): Reader<unknown> {
  return {
    complaint: notANumber,
    read(value) {
      if (dtype === "bool" && typeof value === "boolean") return Number(value);
      return typeof value === "number" && holds(dtype, value) ? value : undefined;
    },
    fault(value) {
      const meant = typeof value === "string" ? numberTexts(dtype).read(value) : undefined;
      const without = meant !== undefined && { try: `${value}, without quotes` };
      return { code: "not-a-number", got: quoted(value), need: kinds[dtype], ...without };
    },
  };
}

/** Labels, read as their position in the list; where none are listed, any text is one, read as 0. */
export function labelTexts(listedLabels: readonly string[] | undefined): Reader<string> {
  const labels = listedLabels ?? [];
  const positions = new Map(labels.map((label, i) => [label, i]));
  return {
    complaint: "unknown label",
    read: (text) => (listedLabels === undefined ? 0 : positions.get(text)),
    fault: (text) => ({
      code: "unknown-label",
      got: quoted(text),
      need: `one of the ${labels.length} labels: ${listed(labels)}`,
      ...nearTo(text, labels),
    }),
  };
}

/** JSON class numbers, and labels where they are listed. */
export function jsonClasses(
  id: string,
  classes: number,
  labels: readonly string[] | undefined,
): Reader<unknown> {
  const texts = labelTexts(labels ?? []);
  return {
    complaint: "unknown class",
    read(value) {
      if (typeof value === "string") return texts.read(value);
      return typeof value === "number" && holds("int32", value) && value >= 0 && value < classes
        ? value
        : undefined;
    },
    fault(value) {
      if (typeof value !== "string") {
        const integer = typeof value === "number" && holds("int32", value) && value >= classes;
        const need = `a class number from 0 to ${classes - 1}`;
        return {
          code: "bad-class",
          got: quoted(value),
          need,
          ...(integer && { try: `"classes": ${value + 1}` }),
        };
      }
      if (labels !== undefined) return texts.fault(value);
      return {
        code: "unknown-label",
        got: quoted(value),
        need: `a class number from 0 to ${classes - 1}, or a text that data.labels.${id} lists`,
        try: `"labels": { ${JSON.stringify(id)}: [${quoted(value)}, …] }`,
      };
    },
  };
}
