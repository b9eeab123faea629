import { slides, type Theme } from "../theme.js";

/** The slides' roles on a dark ground, for rooms and readers that are in the dark. */
export const night: Theme = {
  ...slides,
  background: "#14181e",
  text: "#f0f3f7",
  muted: "#c3cbd5",
  value: "#a9d0ff",
  gradient: "#ffd694",
  edge: "#a3aebb",
  reference: "#6f7b88",
  cluster: { fill: "#1b2129", line: "#46515e" },
  looks: {
    input: { ...slides.looks.input, fill: "#14181e", line: "#a3aebb" },
    output: { ...slides.looks.output, fill: "#14181e", line: "#a3aebb" },
    parameter: { ...slides.looks.parameter, fill: "#6b2c31", line: "#e08a8a" },
    buffer: { ...slides.looks.buffer, fill: "#4d3b33", line: "#c89d88" },
    slot: { ...slides.looks.slot, fill: "#3f3554", line: "#b094d6" },
    constant: { ...slides.looks.constant, fill: "#2a313a", line: "#2a313a" },
    operation: { ...slides.looks.operation, fill: "#1f4473", line: "#7fb0ee" },
    seed: { ...slides.looks.seed, fill: "#7a5210", line: "#f0b44c" },
    gradient: { ...slides.looks.gradient, fill: "#5a4012", line: "#dba445" },
    contribution: { ...slides.looks.contribution, fill: "#33291a", line: "#dba445" },
    sum: { ...slides.looks.sum, fill: "#7a5210", line: "#f0b44c" },
    update: { ...slides.looks.update, fill: "#215230", line: "#7cc98a" },
    step: { ...slides.looks.step, fill: "#14181e", line: "#b9873a" },
    reference: { ...slides.looks.reference, fill: "#1b2129", line: "#5c6875", text: "#a9b3bf" },
  },
};
