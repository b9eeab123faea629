import { type Derivation, Refusal } from "@chainrule/core";
import {
  derivationJson,
  derivationLatex,
  derivationMarkdown,
  type DerivationOptions,
  derivationText,
  deckOf,
  latexDocument,
} from "@chainrule/viz";
import { jsonText } from "../json.js";
import { derivationsOf, readLimit } from "../lecture/derivations.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import { type LectureCommandOptions, lectureFrom } from "./lecture.js";
import { namesIn, openFrom } from "./options.js";
import { writeDeckFiles } from "./slides.js";
import { writeOutput } from "./writeOutput.js";

export const deriveFormats = ["text", "json", "markdown", "latex", "svg", "dot"] as const;

export interface DeriveCommandOptions extends LectureCommandOptions {
  readonly limit?: string;
  readonly digits?: string;
  readonly format: (typeof deriveFormats)[number];
  readonly output?: string;
}

/** `derive SPEC`: gradients as sums over paths, in numbers; or a picture for each path. */
export async function deriveSpec(spec: string, options: DeriveCommandOptions, io: Io): Promise<number> {
  const { project } = await openFrom(spec, options, io);
  const limit = readLimit(options.limit);
  const digits = readDigits(options.digits);
  const { lecture, derivations, of } = project.placed(() => {
    const { asked, ...made } = lectureFrom(project, options, true, io);
    const found = derivationsOf(made, project, { of: asked!, wrt: namesIn(options.wrt), limit });
    return { lecture: made, derivations: found, of: asked! };
  });
  const isAll = derivations.every(({ isEqual, leftOut }) => isEqual || leftOut > 0n);
  const format = options.json ? "json" : options.format;
  if (format === "svg" || format === "dot")
    await writeDeckFiles(deckOf(lecture, { pass: "paths", derivations }), format, options, io);
  else {
    const text = written(derivations, format, { ...lecture, of, digits });
    if (options.output === undefined) io.stdout.write(visible(text));
    else writeOutput(options.output, text, io);
  }
  return isAll ? exitCode.fine : exitCode.failed;
}

function written(
  derivations: readonly Derivation[],
  format: Exclude<DeriveCommandOptions["format"], "svg" | "dot">,
  options: DerivationOptions,
): string {
  const each = (write: (derivation: Derivation, settings: DerivationOptions) => string): string =>
    derivations.map((one) => write(one, options)).join("\n");
  switch (format) {
    case "json":
      return `${jsonText(
        derivations.map((one) => derivationJson(one, options)),
        2,
      )}\n`;
    case "markdown":
      return each(derivationMarkdown);
    case "latex":
      return latexDocument(each(derivationLatex));
    case "text":
      return each(derivationText);
  }
}

function readDigits(text: string | undefined): number {
  const digits = text === undefined ? 6 : Number(text);
  if (Number.isInteger(digits) && digits >= 1 && digits <= 17) return digits;
  throw new Refusal({
    code: "bad-digits",
    at: "--digits",
    got: JSON.stringify(text),
    need: "significant digits, from 1 to 17",
    try: "--digits 10",
  });
}
