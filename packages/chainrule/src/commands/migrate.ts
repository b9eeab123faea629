import { resolve } from "node:path";
import { builtinName } from "@chainrule/core";
import { registryWith } from "../files/loadPlugin.js";
import { readSpecText, rewriteFile } from "../files/specText.js";
import { jsonText } from "../json.js";
import { changeLines } from "../migrations/change.js";
import { migrateSpec, type MigrationStep } from "../migrations/migrate.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import type { CommonOptions } from "./options.js";

export interface MigrateCommandOptions extends CommonOptions {
  readonly stdout?: boolean;
}

/** `migrate SPEC`: brings a spec to the versions that are loaded, and says what it changed. */
export async function migrate(spec: string, options: MigrateCommandOptions, io: Io): Promise<number> {
  const registry = await registryWith(options.plugin, io.cwd);
  const path = resolve(io.cwd, spec);
  const { text, steps } = migrateSpec(readSpecText(path, spec), { registry, file: spec });
  if (options.stdout) {
    io.stdout.write(text);
    io.stderr.write(reportOf(spec, steps));
    return exitCode.fine;
  }
  if (steps.length > 0) rewriteFile(path, spec, text);
  io.stdout.write(options.json ? `${jsonText(steps.map(fieldsOf), 2)}\n` : reportOf(spec, steps));
  return exitCode.fine;
}

function reportOf(spec: string, steps: readonly MigrationStep[]): string {
  if (steps.length === 0) return visible(`${spec} is current\n`);
  return steps
    .map(({ migration: { plugin, from, to, doc }, changes }) => {
      const what = plugin === builtinName ? "version" : plugin;
      const lines = [
        `${spec}  ${what} ${from} to ${to}: ${doc.summary}`,
        ...changeLines(changes).map((line) => `  ${line}`),
      ];
      return lines.map((line) => `${visible(line)}\n`).join("");
    })
    .join("");
}

function fieldsOf({ migration: { plugin, from, to }, changes }: MigrationStep): object {
  return { plugin, from, to, changes };
}
