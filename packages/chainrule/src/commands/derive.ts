import type { Derivation } from "@chainrule/core";
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
import { derivationsOf } from "../lecture/derivations.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import { type LectureCommandOptions, lectureFrom, pathLimit } from "./lecture.js";
import type { DeriveFormat } from "./lectureOptions.js";
import { namesIn, openFrom } from "./options.js";
import { type Count, readCount } from "./readCount.js";
import { writeDeckFiles } from "./slides.js";
import { writeOutput } from "./writeOutput.js";

export interface DeriveCommandOptions extends LectureCommandOptions {
  readonly limit?: string;
  readonly digits?: string;
  readonly format: DeriveFormat;
  readonly output?: string;
}

/** A float64 has 17 digits that count. */
const digitCount: Count = { option: "--digits", most: 17, what: "significant digits", try: 10 };

/** `derive SPEC`: gradients as sums over paths, in numbers; or a picture for each path. */
export async function deriveSpec(spec: string, options: DeriveCommandOptions, io: Io): Promise<number> {
  const { project } = await openFrom(spec, options, io);
  const limit = readCount(options.limit, pathLimit);
  const digits = readCount(options.digits, digitCount);
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
    const text = written(derivations, format, { ...lecture, of, ...(digits !== undefined && { digits }) });
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
