import { Command, CommanderError, Option } from "commander";
import { drawOptions } from "./commands/drawOptions.js";
import { deriveOptions, slidesOptions } from "./commands/lectureOptions.js";
import { version } from "./version.js";
import { exitCode, type Io } from "./terminal/io.js";

/** Any command's work; returns the exit code. */
type Work = (io: Io) => Promise<number>;

/**
 * The command `chainrule`.
 * @param argv arguments, without the program's own name
 * @returns the exit code; see `exitCode`
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCode.fine;
  const run = async (options: { readonly json?: boolean }, work: Work): Promise<void> => {
    try {
      code = await work(io);
    } catch (error) {
      const { report } = await import("./terminal/report.js");
      code = report(error, io, options.json === true);
    }
  };
  try {
    await program(io, run).parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCode.fine : exitCode.refused;
  }
  return code;
}

type Run = (options: { readonly json?: boolean }, work: Work) => Promise<void>;

/** Each command's module is loaded when it is called, so that none pays for the others. */
function program(io: Io, run: Run): Command {
  const top = new Command("chainrule")
    .description("Trains, evaluates and draws models that are written as JSON specs.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError("(--help tells more)");

  common(
    top.command("check <spec>").description("validate a spec; print its nodes, shapes and parameter counts"),
  )
    .option("--expect", "run it, and see whether it does what it promises")
    .addOption(engineOption())
    .action((spec, options) =>
      run(options, async () => (await import("./commands/check.js")).check(spec, options, io)),
    );

  common(
    top
      .command("explain <spec>")
      .description("the resolved graph: every setting, and whether a line, a default or a profile gave it"),
  )
    .option(
      "--compare <profile>",
      "the same spec under another profile: what differs, and the numbers that change",
    )
    .action((spec, options) =>
      run(options, async () => (await import("./commands/explain.js")).explain(spec, options, io)),
    );

  common(top.command("train <spec>").description("train, and leave a run folder"))
    .option("--out <dir>", "the run folder; default runs/<name>/<next number>")
    .option("--set <path=value>", "change the spec for this run; may be repeated", collect, [])
    .addOption(new Option("--events <->", "stream every event to stdout as NDJSON").choices(["-"]))
    .addOption(engineOption())
    .option("--serve [port]", "show the run in a browser on this machine, until Ctrl-C (port 4321)")
    .option("--weights <run dir>", "begin with the weights of another run")
    .action((spec, options) =>
      run(options, async () => (await import("./commands/train.js")).train(spec, options, io)),
    );

  common(top.command("eval <spec>").description("outputs, and gradients, for given inputs"))
    .requiredOption("--feeds <file>", 'JSON: { "x": [[1, 2]], … }')
    .option("--of <output>", "what to differentiate; default loss, where --wrt is given")
    .option("--wrt <nodes>", "by what, with commas between; default every parameter")
    .option("--weights <run dir>", "the weights of a run")
    .addOption(engineOption())
    .addOption(modeOption())
    .action((spec, options) =>
      run(options, async () => (await import("./commands/eval.js")).evaluateSpec(spec, options, io)),
    );

  common(
    top.command("predict <run-dir> <data>").description("predictions of a trained model, as CSV"),
  ).action((folder, data, options) =>
    run(options, async () => (await import("./commands/predict.js")).predictRun(folder, data, options, io)),
  );

  common(top.command("diff <spec> <other>").description("what two specs mean differently")).action(
    (spec, other, options) =>
      run(options, async () => (await import("./commands/diff.js")).diffFiles(spec, other, options, io)),
  );

  common(
    drawOptions(
      top
        .command("draw <spec>")
        .description("a model, its passes and its training step as a picture or as text"),
      modeOption(),
    ),
  ).action((spec, options) =>
    run(options, async () => (await import("./commands/draw.js")).drawSpec(spec, options, io)),
  );

  common(
    deriveOptions(
      top
        .command("derive <spec>")
        .description(
          "gradients by the chain rule: every path, each factor's value, and the sum beside backpropagation",
        ),
      modeOption(),
    ),
  ).action((spec, options) =>
    run(options, async () => (await import("./commands/derive.js")).deriveSpec(spec, options, io)),
  );

  common(
    slidesOptions(
      top.command("slides <spec>").description("a lecture on a model, one step a slide, as one HTML page"),
      modeOption(),
    ),
  ).action((spec, options) =>
    run(options, async () => (await import("./commands/slides.js")).slidesOf(spec, options, io)),
  );

  common(
    top
      .command("rewrite <spec> [name]")
      .description("the model in another form, step by step with the algebra; without a name, which forms"),
  )
    .addOption(
      new Option("--format <format>", "of the steps").choices(["text", "markdown", "latex"]).default("text"),
    )
    .option("--feeds <file>", "inputs for which both forms are computed; default the rows in the spec itself")
    .option("--weights <run dir>", "the weights of a run")
    .addOption(modeOption())
    .option("-o, --output <file>", "where to write the graph in its new form")
    .action((spec, name, options) =>
      run(options, async () => (await import("./commands/rewrite.js")).rewriteSpec(spec, name, options, io)),
    );

  common(
    top
      .command("compare-engines <spec>")
      .description("run a spec on two engines; name the first value that differs, and by how much"),
  )
    .option("--engines <a,b>", "which two")
    .option("--steps <n>", "how many training steps; default 1")
    .option("--bound <ulp>", "how many units in the last place values may be apart; default 0: bit for bit")
    .option("--feeds <file>", "inputs, in place of training; default the rows of the spec's data")
    .addOption(new Option("--format <format>", "of what is told").choices(["text", "json"]).default("text"))
    .action((spec, options) =>
      run(options, async () =>
        (await import("./commands/compareEngines.js")).compareEnginesOf(spec, options, io),
      ),
    );

  common(top.command("schema").description("the JSON Schema of specs, for editors, plugins included"))
    .option("-o, --output <file>", "where to; default stdout")
    .action((options) =>
      run(options, async () => (await import("./commands/schema.js")).schema(options, io)),
    );

  common(top.command("new <name>").description("write a commented spec to begin with: NAME.json")).action(
    (name, options) =>
      run(options, async () => (await import("./commands/new.js")).newSpec(name, options, io)),
  );

  common(top.command("fmt <spec...>").description("reprint specs in canonical order; every comment is kept"))
    .option("--check", "write nothing; name the files that differ, and exit with 1 if any does")
    .option("--stdout", "print instead of writing")
    .action((specs, options) =>
      run(options, async () => (await import("./commands/fmt.js")).fmt(specs, options, io)),
    );

  common(
    top
      .command("migrate <spec>")
      .description("bring a spec to the versions of the language and the plugins that are loaded"),
  )
    .option("--stdout", "print instead of writing")
    .action((spec, options) =>
      run(options, async () => (await import("./commands/migrate.js")).migrate(spec, options, io)),
    );

  common(top.command("url [spec]").description("a spec as a short text for a URL, without its comments"))
    .option("--base <url>", "what the text is put behind, with # between")
    .option("--decode <text>", "print the spec of such a text, or of a URL that ends in one")
    .action((spec, options) =>
      run(options, async () => (await import("./commands/url.js")).url(spec, options, io)),
    );
  return top;
}

function modeOption(): Option {
  const meaning = "the model as it is used, or as it is trained, with what the first step draws";
  return new Option("--mode <mode>", meaning).choices(["eval", "train"]).default("eval");
}

function engineOption(): Option {
  return new Option("--engine <name>", "what computes the numbers, in place of the spec's engine");
}

function common(command: Command): Command {
  return command
    .option("--plugin <path>", "load a plugin, an ES module; may be repeated", collect, [])
    .option("--json", "print JSON; refusals as { problems: […] }");
}

function collect(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}
