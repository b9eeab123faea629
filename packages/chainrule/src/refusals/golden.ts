import { test } from "vitest";
import { type Mistake, refusal } from "./refusal.js";

/** A mistake that the command is known to refuse in certain words. */
export interface Golden {
  readonly name: string;
  readonly mistake: Mistake;
}

/** All goldens of the modules that were imported. */
export const goldens: Golden[] = [];

/**
 * Tests what the command says of a mistake, and keeps the mistake, so that what it is told to try can be tried:
 *
 *     golden("a misspelt op", lineWith({ "model.nodes.f.op": "ad" }), (told) =>
 *       expect(told).toMatchInlineSnapshot());
 */
export function golden(name: string, mistake: Mistake, check: (told: string) => void): void {
  goldens.push({ name, mistake });
  test(name, async () => check(await refusal(mistake)));
}
