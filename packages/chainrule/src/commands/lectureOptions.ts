import { type Command, Option } from "commander";
import { themeNames } from "./drawOptions.js";

/** What a derivation is written as. */
const deriveFormats = ["text", "json", "markdown", "latex", "svg", "dot"] as const;
export type DeriveFormat = (typeof deriveFormats)[number];

/** Declares what the commands that show a model with its numbers have in common. */
function lectureOptions(command: Command, mode: Option): Command {
  return command
    .option(
      "--of <output>",
      "what is differentiated: an output or a node of one number; default what is minimised",
    )
    .option("--wrt <nodes>", "by what, with commas between; default every parameter")
    .option(
      "--feeds <file>",
      'inputs, as JSON: { "x": [[1, 2]], … }; default the rows of the first training step',
    )
    .option("--rows <n>", "only the first of these rows")
    .option("--weights <run dir>", "the weights of a run")
    .option(
      "--notation <profile>",
      "whose letters, and which way matrices lie: louppe, kent, yukimura, ewing, …",
    )
    .option("--limit <n>", "paths that are worked out, for each parameter; the rest are counted (default 16)")
    .addOption(mode);
}

/** Declares the options of `derive`. */
export function deriveOptions(command: Command, mode: Option): Command {
  return lectureOptions(command, mode)
    .addOption(
      new Option("--format <format>", "text, or with -o FOLDER a picture for each path")
        .choices(deriveFormats)
        .default("text"),
    )
    .option("--digits <n>", "significant digits of numbers (default 6)")
    .option("-o, --output <path>", "the file, or of pictures the folder; default stdout");
}

/** Declares the options of `slides`. */
export function slidesOptions(command: Command, mode: Option): Command {
  return lectureOptions(command, mode)
    .addOption(
      new Option(
        "--pass <pass>",
        "what is walked through: a pass, the paths of the chain rule, or a whole training step",
      )
        .choices(["forward", "backward", "paths", "step"])
        .default("step"),
    )
    .option("--predict", "hide each value until it is asked for")
    .addOption(
      new Option(
        "--format <format>",
        "one page that needs no network, Markdown, or with -o FOLDER a picture a slide",
      )
        .choices(["html", "markdown", "svg", "dot"])
        .default("html"),
    )
    .addOption(
      new Option("--theme <theme>", "colours; default louppe, and dark where the screen is").choices(
        themeNames,
      ),
    )
    .option("-o, --output <path>", "the file, or of pictures the folder; default stdout");
}
