import { Refusal } from "@chainrule/core";

/**
 * What a kernel throws on an index that points nowhere.
 * @param op whose kernel it is
 * @param length how many indices there are
 */
export function refuseIndex(op: string, index: number, length: number): Refusal {
  return new Refusal({
    code: "index-out-of-range",
    at: op,
    got: `index ${index}`,
    need:
      length === 0 ? "no index, as there is nothing to choose from" : `an integer from 0 to ${length - 1}`,
  });
}

export function isIndex(index: number, length: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < length;
}
