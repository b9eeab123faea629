import type { Theme } from "./model.js";

/**
 * White inputs and outputs, red parameters, blue operations, amber gradients; shapes in pink, blue and green.
 * @see Louppe, Deep Learning, lecture 2 (the first three); Kent, Introduction to Deep Learning (the shapes)
 */
export const louppe: Theme = {
  background: "#ffffff",
  text: "#1a1f27",
  muted: "#3f4853",
  value: "#0d3668",
  gradient: "#6b3800",
  edge: "#46505c",
  reference: "#9aa4b0",
  cluster: { fill: "#f6f8fa", line: "#b6bfca" },
  saved: { fill: "#fff1d6", text: "#5c3000" },
  shapes: { parameter: "#ffd3e2", activation: "#d6e8ff", gradient: "#c9efc4" },
  looks: {
    input: { outline: "ellipse", fill: "#ffffff", line: "#46505c" },
    output: { outline: "ellipse", fill: "#ffffff", line: "#46505c", double: true },
    parameter: { outline: "box", fill: "#f4a6a6", line: "#a83c3c" },
    buffer: { outline: "cylinder", fill: "#f3dfd6", line: "#9c6b55" },
    slot: { outline: "cylinder", fill: "#e6dcf2", line: "#77599c" },
    constant: { outline: "plain", fill: "#eceff2", line: "#eceff2" },
    operation: { outline: "rounded", fill: "#a6c8f4", line: "#33649f" },
    block: { outline: "folder", fill: "#dce9fa", line: "#33649f" },
    blockGradient: { outline: "folder", fill: "#fdf0d2", line: "#a8690f" },
    seed: { outline: "ellipse", fill: "#f7c566", line: "#95590a", double: true },
    gradient: { outline: "rounded", fill: "#fbdc9c", line: "#a8690f" },
    contribution: { outline: "rounded", fill: "#fdf0d2", line: "#a8690f", dashed: true },
    sum: { outline: "box", fill: "#f7c566", line: "#95590a" },
    update: { outline: "box", fill: "#bfe3c4", line: "#2f7a3d" },
    step: { outline: "rounded", fill: "#ffffff", line: "#b9873a", small: true },
    reference: {
      outline: "rounded",
      fill: "#f4f6f8",
      line: "#b6bfca",
      text: "#4f5966",
      dashed: true,
      small: true,
    },
  },
};
