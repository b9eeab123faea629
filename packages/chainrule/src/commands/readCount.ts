import { Refusal } from "@chainrule/core";

/** An option that is a whole number, from 1. */
export interface Count {
  /** `--rows` */
  readonly option: string;
  readonly most: number;
  /** What it counts: `how many rows`. */
  readonly what: string;
  /** One that makes sense. */
  readonly try: number;
}

/**
 * Reads an option that counts something.
 * @throws {Refusal} bad-count
 */
export function readCount(
  text: string | undefined,
  { option, most, what, try: hint }: Count,
): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new Refusal({
    code: "bad-count",
    at: option,
    got: JSON.stringify(text),
    need: `${what}, from 1 to ${most}`,
    try: `${option} ${hint}`,
  });
}
