import { slides, type Theme } from "../theme.js";
import type { Role } from "../view/model.js";
import { mapValues } from "./ink.js";

/** A fill and a line for each role. */
const colors: Readonly<Record<Role, readonly [fill: string, line: string]>> = {
  input: ["#15191f", "#c5ccd5"],
  output: ["#15191f", "#c5ccd5"],
  parameter: ["#6e2a2e", "#e08a8a"],
  buffer: ["#4a352b", "#c79a83"],
  slot: ["#3f3357", "#b59be0"],
  constant: ["#2a313a", "#2a313a"],
  operation: ["#1f4470", "#7fb2ee"],
  seed: ["#6b4408", "#f7c566"],
  gradient: ["#5c4210", "#e3ab4a"],
  contribution: ["#33291a", "#e3ab4a"],
  sum: ["#6b4408", "#f7c566"],
  update: ["#1f4a2a", "#7fc98d"],
  step: ["#15191f", "#c79a4a"],
  reference: ["#1f252d", "#6d7987"],
};

/** The slides' hues on a dark ground, for readers whose screens are dark. */
export const night: Theme = {
  ...slides,
  background: "#15191f",
  text: "#f2f5f8",
  muted: "#c5ccd5",
  value: "#bfe0ff",
  gradient: "#ffd58a",
  edge: "#9aa6b3",
  reference: "#6d7987",
  cluster: { fill: "#1c222a", line: "#4a5563" },
  looks: mapValues(slides.looks, ({ text: _, ...look }, role) => {
    const [fill, line] = colors[role];
    return { ...look, fill, line };
  }),
};
