import { resolve } from "node:path";
import { Refusal } from "@chainrule/core";
import { registryWith } from "../files/loadPlugin.js";
import { readSpecText } from "../files/specText.js";
import { hasComments } from "../format/compact.js";
import { formatSpec } from "../format/format.js";
import { inFile } from "../inFile.js";
import { jsonText } from "../json.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import { decodeSpec, encodeSpec } from "../url/url.js";
import type { CommonOptions } from "./options.js";

export interface UrlOptions extends CommonOptions {
  readonly base?: string;
  readonly decode?: string;
}

/** `url SPEC`: a spec as a text for a URL; `url --decode TEXT`: the spec of such a text. */
export async function url(spec: string | undefined, options: UrlOptions, io: Io): Promise<number> {
  if ((spec === undefined) === (options.decode === undefined)) throw oneOfBoth(spec !== undefined);
  if (options.decode !== undefined) {
    const registry = await registryWith(options.plugin, io.cwd);
    io.stdout.write(
      formatSpec(
        inFile("--decode", () => decodeSpec(options.decode!)),
        { registry },
      ),
    );
    return exitCode.fine;
  }
  const name = spec!;
  const text = readSpecText(resolve(io.cwd, name), name);
  const encoded = inFile(name, () => encodeSpec(text));
  const whole = options.base === undefined ? encoded : `${options.base.replace(/#.*$/s, "")}#${encoded}`;
  io.stdout.write(options.json ? `${jsonText({ url: whole, length: whole.length }, 2)}\n` : `${whole}\n`);
  if (hasComments(text)) io.stderr.write(visible(`${name}: its comments are not in the text\n`));
  return exitCode.fine;
}

function oneOfBoth(isBoth: boolean): Refusal {
  return new Refusal({
    code: isBoth ? "conflict" : "missing-argument",
    got: isBoth ? "both a spec and --decode" : "neither a spec nor --decode",
    need: "one of them",
    try: "chainrule url spec.json",
  });
}
