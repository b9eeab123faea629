import { Refusal } from "@chainrule/core";
import { annotate, dot, mermaid, themes, toPng, toSvg, tree, view, type View } from "@chainrule/viz";
import { exitCode, type Io } from "../terminal/io.js";
import { annotationsOf, overlaysIn } from "./drawAnnotations.js";
import { drawnGraph } from "./drawGraph.js";
import { networkPicture } from "./drawNetwork.js";
import type { DrawCommandOptions } from "./drawOptions.js";
import { namesIn, openFrom } from "./options.js";
import { writeOutput } from "./writeOutput.js";

/** `draw SPEC`: a model, its passes or its training step as a picture or text, with what is asked for written into it. */
export async function drawSpec(spec: string, options: DrawCommandOptions, io: Io): Promise<number> {
  refuseBinary(options, io);
  const between = betweenIn(options);
  const shown = overlaysIn(options);
  const { project } = await openFrom(spec, options, io);
  const drawing = (): View => {
    const drawn = drawnGraph(project, options, shown, io);
    const { registry } = project;
    const { pass, fold } = options;
    const bare = view(drawn.graph, { pass, registry, between, fold: fold === "all" ? fold : namesIn(fold) });
    return annotate(bare, annotationsOf(drawn, shown, project, pass));
  };
  const picture =
    options.network === true
      ? await networkPicture(project, options, io)
      : await rendered(project.placed(drawing), options);
  if (options.output === undefined) io.stdout.write(picture);
  else writeOutput(options.output, picture, io);
  return exitCode.fine;
}

async function rendered(drawing: View, options: DrawCommandOptions): Promise<string | Uint8Array> {
  const { format = "dot", renderer, direction } = options;
  const theme = themes[options.theme];
  if (format === "text") return tree(drawing);
  if (format === "mermaid") return mermaid(drawing, { theme });
  const text = dot(drawing, { theme, ...(direction && { direction }) });
  if (format === "dot") return text;
  // The installed Graphviz measures with the system's fonts; a PNG is painted with ours.
  if (format === "svg") return toSvg(text, { renderer });
  return toPng(await toSvg(text), { background: theme.background });
}

function betweenIn({ from, to }: DrawCommandOptions): { from: string; to: string } | undefined {
  if (from !== undefined && to !== undefined) return { from, to };
  if (from === undefined && to === undefined) return undefined;
  const [given, other] = from === undefined ? ["--to", "--from"] : ["--from", "--to"];
  throw new Refusal({
    code: "missing-option",
    at: given,
    got: `no ${other}`,
    need: "both ends of the paths to draw",
    try: `${other} NODE`,
  });
}

function refuseBinary({ format, output }: DrawCommandOptions, { stdout }: Io): void {
  if (format !== "png" || output !== undefined || stdout.isTTY !== true) return;
  throw new Refusal({
    code: "binary-to-terminal",
    at: "--format png",
    got: "a terminal to write bytes to",
    need: "a file or a pipe",
    try: "-o picture.png",
  });
}
