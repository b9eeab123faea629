import type { Role } from "../view/model.js";
import { louppe } from "./louppe.js";
import type { Look, Theme } from "./model.js";
import { outlined } from "./outlined.js";

const white = { fill: "#ffffff", line: "#3f4853" };
const colours: Readonly<Record<Role, Pick<Look, "fill" | "line" | "text">>> = {
  input: white,
  output: white,
  parameter: { fill: "#f0b548", line: "#7a5200" },
  buffer: { fill: "#f3e3c4", line: "#7a5200" },
  slot: { fill: "#dba9c5", line: "#8c4a70" },
  constant: { fill: "#eceff2", line: "#eceff2" },
  operation: { fill: "#86c8f2", line: "#0072b2" },
  block: { fill: "#c9e6f8", line: "#0072b2" },
  blockGradient: { fill: "#fdfbe6", line: "#7a6a00" },
  seed: { fill: "#e3824a", line: "#8f3f00" },
  gradient: { fill: "#f0df3a", line: "#7a6a00" },
  contribution: { fill: "#fdfbe6", line: "#7a6a00" },
  sum: { fill: "#e3824a", line: "#8f3f00" },
  update: { fill: "#3fae8b", line: "#005c43" },
  step: { fill: "#ffffff", line: "#7a6a00" },
  reference: { fill: "#eceff2", line: "#767d85", text: "#3f4853" },
};

/**
 * For readers who do not see all colours, and for everybody: fills from the palette of Okabe and Ito or lighter tints of
 * it, and an outline of its own for every role.
 * @see Okabe and Ito, Color Universal Design (2008), https://jfly.uni-koeln.de/color/
 */
export const safe: Theme = {
  ...louppe,
  text: "#000000",
  muted: "#26292d",
  value: "#00304f",
  gradient: "#4a2200",
  reference: "#767d85",
  saved: { fill: "#ffffff", text: "#000000" },
  shapes: { parameter: "#ffc25c", activation: "#c3e6fb", gradient: "#009e73" },
  looks: outlined((role) => colours[role]),
};
