import type { Note } from "./model.js";

/** A note on one line: `= (0.5, -0.3) (0.2, 0.4)`, `∂ = exactly 0`, `∂ no path`. */
export function noteText({ state, lines }: Note, name = ""): string {
  const sign = state === "no path" ? "" : "=";
  return [name, sign, lines.join(" ")].filter(Boolean).join(" ");
}
