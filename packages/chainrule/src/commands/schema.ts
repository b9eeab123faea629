import { registryWith } from "../files/loadPlugin.js";
import { schemaText } from "../schema/schemaText.js";
import { specSchema } from "../schema/specSchema.js";
import { exitCode, type Io } from "../terminal/io.js";
import type { CommonOptions } from "./options.js";
import { writeOutput } from "./writeOutput.js";

export interface SchemaOptions extends CommonOptions {
  readonly output?: string;
}

/** `schema`: the JSON Schema of specs, of everything that is loaded. */
export async function schema(options: SchemaOptions, io: Io): Promise<number> {
  const text = schemaText(specSchema(await registryWith(options.plugin, io.cwd)));
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(options.output, text, io);
  return exitCode.fine;
}
