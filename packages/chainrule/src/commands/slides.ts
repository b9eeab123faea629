import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Refusal } from "@chainrule/core";
import {
  type Deck,
  deckHtml,
  deckMarkdown,
  deckOf,
  type DeckPass,
  frameDots,
  frameSvgs,
  type ThemeName,
  themes,
} from "@chainrule/viz";
import { jsonText } from "../json.js";
import { derivationsOf } from "../lecture/derivations.js";
import type { Project } from "../project.js";
import { exitCode, type Io } from "../terminal/io.js";
import { type LectureCommandOptions, lectureFrom, pathLimit, stepLectureFrom } from "./lecture.js";
import { namesIn, openFrom, shown } from "./options.js";
import { readCount } from "./readCount.js";
import { writeOutput } from "./writeOutput.js";

export interface SlidesCommandOptions extends LectureCommandOptions {
  readonly pass: DeckPass;
  readonly predict?: boolean;
  readonly limit?: string;
  readonly theme?: ThemeName;
  readonly format: "html" | "markdown" | "svg" | "dot";
  readonly output?: string;
}

/** `slides SPEC`: a deck that walks through a pass, a frame a step. */
export async function slidesOf(spec: string, options: SlidesCommandOptions, io: Io): Promise<number> {
  const { format, predict = false, output } = options;
  const { project } = await openFrom(spec, options, io);
  const deck = project.placed(() => deckFrom(project, options, io));
  if (format === "svg" || format === "dot") {
    await writeDeckFiles(deck, format, options, io);
    return exitCode.fine;
  }
  if (options.json) {
    io.stdout.write(`${jsonText(deck, 2)}\n`);
    return exitCode.fine;
  }
  const theme = options.theme && themes[options.theme];
  const text =
    format === "html"
      ? await deckHtml(deck, { predict, ...(theme && { theme }) })
      : deckMarkdown(deck, { predict });
  if (output === undefined) io.stdout.write(text);
  else {
    writeOutput(output, text, io);
    io.stderr.write(`${deck.frames.length} slides in ${shown(resolve(io.cwd, output), io)}\n`);
  }
  return exitCode.fine;
}

function deckFrom(project: Project, options: SlidesCommandOptions, io: Io): Deck {
  const { pass } = options;
  if (pass === "step") return deckOf(stepLectureFrom(project, options, io), { pass });
  const { asked, ...lecture } = lectureFrom(project, options, pass !== "forward", io);
  if (pass !== "paths") return deckOf(lecture, { pass });
  const limit = readCount(options.limit, pathLimit);
  const derivations = derivationsOf(lecture, project, { of: asked!, wrt: namesIn(options.wrt), limit });
  return deckOf(lecture, { pass, derivations });
}

/**
 * Writes each frame's picture into a folder: `01.svg`, `02.svg`, ….
 * @throws {Refusal} missing-option, without a folder; unwritable-file
 */
export async function writeDeckFiles(
  deck: Deck,
  format: "svg" | "dot",
  { output, theme }: { readonly output?: string; readonly theme?: ThemeName },
  io: Io,
): Promise<void> {
  if (output === undefined) {
    throw new Refusal({
      code: "missing-option",
      at: `--format ${format}`,
      got: "no folder",
      need: "a folder for the pictures, one a slide",
      try: "-o slides",
    });
  }
  const settings = theme === undefined ? {} : { theme: themes[theme] };
  const texts = format === "svg" ? await frameSvgs(deck, settings) : frameDots(deck, settings);
  makeFolder(resolve(io.cwd, output));
  const width = Math.max(2, String(texts.length).length);
  texts.forEach((text, i) =>
    writeOutput(join(output, `${String(i + 1).padStart(width, "0")}.${format}`), text, io),
  );
  io.stderr.write(`${texts.length} pictures in ${shown(resolve(io.cwd, output), io)}\n`);
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new Refusal({ code: "unwritable-file", at: "-o", got, need: "a folder that can be written to" });
  }
}
