import { Refusal, type State } from "@chainrule/core";
import { networkSvg, networkView, themes, toPng } from "@chainrule/viz";
import { evaluate } from "../evaluate.js";
import type { Project } from "../project.js";
import type { Io } from "../terminal/io.js";
import type { DrawCommandOptions } from "./drawOptions.js";
import { readFeedsFile } from "./eval.js";
import { modelIn, stateOf } from "./options.js";

/** Options that say how a graph is drawn, and nothing of a network. */
const ofGraphs = ["of", "wrt", "from", "to", "fold", "unfold", "scalar", "show", "direction"] as const;

/**
 * The model unit by unit, as SVG or PNG: with `--weights` or `--feeds` with the numbers of all weights, with `--feeds` those of
 * the units too, for the first example.
 * @throws {Refusal} not-layered | unknown-option | bad-format
 */
export async function networkPicture(
  project: Project,
  options: DrawCommandOptions,
  io: Io,
): Promise<string | Uint8Array> {
  refuseOptionsOfGraphs(options);
  const { registry } = project;
  const theme = themes[options.theme];
  const { state, activations } = numbersFor(project, options, io);
  const model = modelIn(project, options);
  const network = project.placed(() => networkView(model, { registry, ...(state && { values: state }) }));
  const svg = networkSvg(network, { theme, ...(activations && { activations }) });
  return options.format === "png" ? toPng(svg, { background: theme.background }) : svg;
}

interface Numbers {
  readonly state?: State;
  readonly activations?: ReturnType<typeof evaluate>["values"];
}

function numbersFor(project: Project, options: DrawCommandOptions, io: Io): Numbers {
  const { feeds: file, weights } = options;
  if (file === undefined && weights === undefined) return {};
  const state = stateOf(project, weights, io);
  if (file === undefined) return { state };
  const { registry, viewEngine: engine } = project;
  const model = modelIn(project, options);
  const feeds = project.placed(() => readFeedsFile(file, model, io));
  return { state, activations: evaluate(model, { registry, engine, state, feeds }).values };
}

function refuseOptionsOfGraphs(options: DrawCommandOptions): void {
  const given = ofGraphs.find((name) => options[name] !== undefined);
  const option = options.pass === "forward" ? given && `--${given}` : `--pass ${options.pass}`;
  if (option !== undefined) {
    throw new Refusal({
      code: "unknown-option",
      at: option,
      got: `${option} with --network`,
      need: "the units and weights of the whole model",
      try: `leave out ${option}`,
    });
  }
  const { format = "svg" } = options;
  if (format === "svg" || format === "png") return;
  throw new Refusal({
    code: "bad-format",
    at: `--format ${format}`,
    got: `${format} of a network`,
    need: "svg or png: a network is laid out in columns, and not by Graphviz",
    try: "--format svg",
  });
}
