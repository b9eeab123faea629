import type { Scope } from "./scope.js";

/**
 * Picks lanes of `size` bytes out of the two vectors on the stack, numbered through.
 * @param second "same" where there is only one vector on the stack
 */
export function writeShuffle(
  { code, locals }: Scope,
  picks: readonly number[],
  size: number,
  second: "same" | "pushed" = "pushed",
): void {
  if (second === "same") {
    const local = locals.take("v128");
    code.local("tee", local).local("get", local);
    locals.release(local);
  }
  code.shuffle(picks.flatMap((lane) => Array.from({ length: size }, (_, i) => lane * size + i)));
}
