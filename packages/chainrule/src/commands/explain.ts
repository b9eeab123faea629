import { compareProfiles } from "../explain/compare.js";
import { comparisonText } from "../explain/compareText.js";
import { explainProject } from "../explain/explain.js";
import { explanationText } from "../explain/text.js";
import { jsonText } from "../json.js";
import type { Project } from "../project.js";
import { exitCode, type Io } from "../terminal/io.js";
import { type CommonOptions, openFrom } from "./options.js";

export interface ExplainOptions extends CommonOptions {
  readonly compare?: string;
}

/** How much of a long value is shown. */
const valueWidth = 60;

/** `explain SPEC`: what every line became; with `--compare`, what another profile would make of it. */
export async function explain(spec: string, options: ExplainOptions, io: Io): Promise<number> {
  const { compare } = options;
  const { project } = await openFrom(spec, options, io);
  if (compare !== undefined) return compareWith(compare, project, spec, options, io);
  const explanation = explainProject(project);
  io.stdout.write(options.json ? `${jsonText(explanation, 2)}\n` : explanationText(explanation, valueWidth));
  return exitCode.fine;
}

async function compareWith(
  name: string,
  project: Project,
  spec: string,
  options: ExplainOptions,
  io: Io,
): Promise<number> {
  project.registry.get("profiles", name);
  const own = project.graph.conventions?.profile ?? "as written";
  const other = await openOther(name, spec, options, io);
  const comparison = compareProfiles({ name: own, open: () => project }, { name, open: other });
  if (options.json) {
    const { left, right, ...found } = comparison;
    const sides = [left, right].map(({ name: side, numbers, refusal }) => ({
      profile: side,
      numbers,
      ...(refusal && { problems: refusal.problems }),
    }));
    io.stdout.write(`${jsonText({ sides, ...found }, 2)}\n`);
  } else {
    io.stdout.write(comparisonText(comparison));
  }
  return exitCode.fine;
}

/** Opens the spec as it would be under another profile; a refusal is thrown when the project is asked for. */
async function openOther(
  name: string,
  spec: string,
  options: ExplainOptions,
  io: Io,
): Promise<() => Project> {
  try {
    const { project } = await openFrom(spec, options, io, [{ path: "profile", value: name }]);
    return () => project;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
