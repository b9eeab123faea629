import type { Role } from "./view/model.js";

/** Outlines that any format can draw. A cylinder stands for stored numbers. */
export type Outline = "box" | "rounded" | "ellipse" | "cylinder" | "plain";

/** How the boxes of one role look. Colours are CSS hex. */
export interface Look {
  readonly outline: Outline;
  readonly fill: string;
  readonly line: string;
  /** Colour of the title; default: the theme's text colour. */
  readonly text?: string;
  readonly dashed?: boolean;
  /** A second border. */
  readonly double?: boolean;
  /** Everything in it is written small. */
  readonly small?: boolean;
}

/** Colours and outlines as data. Each role differs from the others by more than its colour. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  /** Of what explains: calls, shapes. */
  readonly muted: string;
  /** Of computed numbers. */
  readonly value: string;
  /** Of gradients written beside values. */
  readonly gradient: string;
  readonly edge: string;
  /** Of edges that bring in values of an earlier pass. */
  readonly reference: string;
  readonly cluster: { readonly fill: string; readonly line: string };
  readonly looks: Readonly<Record<Role, Look>>;
}

/**
 * White inputs and outputs, red parameters, blue operations, amber gradients.
 * @see Louppe, Deep Learning, lecture 2 (the first three)
 */
export const slides: Theme = {
  background: "#ffffff",
  text: "#1a1f27",
  muted: "#3f4853",
  value: "#0d3668",
  gradient: "#6b3800",
  edge: "#46505c",
  reference: "#9aa4b0",
  cluster: { fill: "#f6f8fa", line: "#b6bfca" },
  looks: {
    input: { outline: "ellipse", fill: "#ffffff", line: "#46505c" },
    output: { outline: "ellipse", fill: "#ffffff", line: "#46505c", double: true },
    parameter: { outline: "box", fill: "#f4a6a6", line: "#a83c3c" },
    buffer: { outline: "cylinder", fill: "#f3dfd6", line: "#9c6b55" },
    slot: { outline: "cylinder", fill: "#e6dcf2", line: "#77599c" },
    constant: { outline: "plain", fill: "#eceff2", line: "#eceff2" },
    operation: { outline: "rounded", fill: "#a6c8f4", line: "#33649f" },
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

/** Without colour, for paper: roles are told apart by outline and by grey. */
export const print: Theme = {
  ...slides,
  text: "#000000",
  muted: "#3a3a3a",
  value: "#000000",
  gradient: "#3a3a3a",
  edge: "#000000",
  reference: "#777777",
  cluster: { fill: "#ffffff", line: "#777777" },
  looks: Object.fromEntries(
    Object.entries(slides.looks).map(([role, look]) => [role, { ...look, ...grey(role as Role) }]),
  ) as Record<Role, Look>,
};

function grey(role: Role): Pick<Look, "fill" | "line"> {
  const isStrong = role === "parameter" || role === "sum" || role === "seed";
  const isSoft = role === "operation" || role === "gradient" || role === "update";
  return {
    fill: isStrong ? "#d4d4d4" : isSoft ? "#eeeeee" : "#ffffff",
    line: role === "reference" ? "#777777" : "#000000",
  };
}

/** The themes by name. */
export const themes: Readonly<Record<"slides" | "print", Theme>> = { slides, print };
