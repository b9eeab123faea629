import { type Command, Option } from "commander";
import type { Pass, ThemeName } from "@chainrule/viz";
import type { CommonOptions, ModeOptions } from "./options.js";

/** What the options of `draw` come to. */
export interface DrawCommandOptions extends CommonOptions, ModeOptions {
  readonly pass: Pass;
  readonly of?: string;
  readonly wrt?: string;
  readonly from?: string;
  readonly to?: string;
  readonly fold?: string;
  /** True where no nodes are named: all composites. */
  readonly unfold?: string | true;
  readonly scalar?: true;
  readonly network?: true;
  readonly show?: string;
  readonly feeds?: string;
  readonly weights?: string;
  readonly theme: ThemeName;
  readonly direction?: "right" | "left" | "down" | "up";
  /** Default dot, of a network svg. */
  readonly format?: "dot" | "svg" | "png" | "text" | "mermaid";
  readonly output?: string;
  readonly renderer: "auto" | "wasm" | "dot";
}

/** The passes that `--pass` names. */
const passes: readonly Pass[] = ["forward", "backward", "both", "update"];
/** Not those of viz themselves: what declares options is loaded with every command. */
export const themeNames: readonly ThemeName[] = ["louppe", "print", "dark", "safe"];

/** What can be written over a picture. */
export const overlays = ["values", "gradients", "derivatives", "shapes", "saved", "cost"] as const;
export type Overlay = (typeof overlays)[number];

/** Declares the options of `draw`. */
export function drawOptions(command: Command, mode: Option): Command {
  return command
    .optionsGroup("What is drawn:")
    .addOption(
      new Option(
        "--pass <pass>",
        "the model, its backward pass, both side by side in rows, or what the optimiser adds to a training step",
      )
        .choices(passes)
        .default("forward"),
    )
    .option("--of <output>", "what is differentiated; default what is minimised")
    .option("--wrt <nodes>", "by what, with commas between; default every parameter")
    .option("--from <node>", "only what lies on a path between this node …")
    .option("--to <node>", "… and this one, whichever comes first")
    .option("--fold <blocks>", 'blocks as one box each, with commas between: hidden,out, or "all"')
    .option(
      "--unfold [nodes]",
      "composite ops written out in primitives: all of them, or those named; put it after the spec",
    )
    .option(
      "--scalar",
      "number by number: x_1, w_1, their product, the sum; of one example, or those of the feeds",
    )
    .option("--network", "the model unit by unit: circles, and a line for each weight")
    .addOption(mode)
    .optionsGroup("What is written into it:")
    .option("--feeds <file>", "inputs to compute values and gradients with")
    .option("--weights <run dir>", "the weights of a run")
    .option(
      "--show <list>",
      `with commas between, of ${overlays.join(", ")}; or all. Default with feeds: values,gradients. ` +
        "Tensors of up to four rows of up to four are printed in full, larger ones as least … greatest and mean. " +
        "saved marks what the backward pass needs, cost counts multiply-adds and bytes, shapes draws rectangles, " +
        "derivatives stand on the edges that they belong to",
    )
    .optionsGroup("How:")
    .addOption(
      new Option(
        "--format <format>",
        "a picture, or text: a tree for the terminal, or Mermaid; default dot, of a network svg",
      ).choices(["dot", "svg", "png", "text", "mermaid"]),
    )
    .addOption(
      new Option("--theme <theme>", "colours: print has none, safe is for readers who do not see all of them")
        .choices(themeNames)
        .default("louppe"),
    )
    .addOption(
      new Option(
        "--direction <direction>",
        "where arrows lead; default right, of a backward pass left",
      ).choices(["right", "left", "down", "up"]),
    )
    .addOption(
      new Option(
        "--renderer <renderer>",
        "of SVG: the dot command where it is installed, or Graphviz in WebAssembly",
      )
        .choices(["auto", "wasm", "dot"])
        .default("auto"),
    )
    .option("-o, --output <file>", "where to; default stdout")
    .optionsGroup("In general:")
    .helpOption("-h, --help", "display help for command");
}
