import type { Role } from "../view/model.js";

/** Outlines that any format can draw. A cylinder, a folder and a sheet stand for numbers that are kept. */
export type Outline = "box" | "rounded" | "ellipse" | "cylinder" | "plain" | "folder" | "sheet";

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
  /** A border three times as wide. */
  readonly thick?: boolean;
  /** Everything in it is written small. */
  readonly small?: boolean;
}

/** Colours and outlines as data. */
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
  /** Of the mark on values that a later pass needs. */
  readonly saved: { readonly fill: string; readonly text: string };
  /** Of shapes that are drawn as boxes, by what has the shape. */
  readonly shapes: Readonly<Record<"parameter" | "activation" | "gradient", string>>;
  readonly looks: Readonly<Record<Role, Look>>;
}
