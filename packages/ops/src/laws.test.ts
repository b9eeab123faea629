import { type CaseCounts, lawful, Registry } from "@chainrule/core";
import { afterAll, expect, test } from "vitest";
import { builtin } from "./index.js";
import { definitions } from "./testing/definitions.js";

/** What tests print with; this package knows no types of Node or of pages. */
declare const console: { log(text: string): void };

const seed = 1;
const counts: CaseCounts[] = [];

const laws = lawful(new Registry([builtin]), { seed, definitions, onCases: (of) => counts.push(of) });

for (const { name, check } of laws) {
  test(name, () => expect(check).not.toThrow());
}

afterAll(() => {
  const rows = counts.map(({ op, cases, withNumbers, empty, repeated, entries, ranks }) =>
    [
      op.padEnd(36),
      ...[cases, withNumbers, empty, repeated, entries].map((x) => String(x).padStart(9)),
      `  ${ranks.join(" ")}`,
    ].join(""),
  );
  const heads = ["cases", "numbers", "empty", "repeated", "entries"].map((head) => head.padStart(9)).join("");
  console.log([`seed ${seed}`.padEnd(36) + heads + "  ranks", ...rows].join("\n"));
});
