import type { Problem } from "@chainrule/core";
import { expect, test } from "vitest";
import { applyTry } from "../applyTry.js";
import { Folder, run } from "../testing/io.js";
import "./blocks.goldens.js";
import "./closedForm.goldens.js";
import "./command.goldens.js";
import "./data.goldens.js";
import "./document.goldens.js";
import "./graph.goldens.js";
import "./keys.goldens.js";
import "./language.goldens.js";
import "./repeat.goldens.js";
import "./shapes.goldens.js";
import "./syntax.goldens.js";
import "./training.goldens.js";
import "./use.goldens.js";
import "./values.goldens.js";
import { goldens } from "./golden.js";
import type { Mistake } from "./refusal.js";

/** What a mistake is refused with. */
async function problemsOf({ spec, files = {}, args = ["train", "spec.json"] }: Mistake): Promise<Problem[]> {
  const folder = new Folder();
  try {
    for (const [name, content] of Object.entries({ "spec.json": spec, ...files }))
      folder.write(name, content);
    const { code, stdout } = await run(folder, [...args, "--json"]);
    return code === 2 ? (JSON.parse(stdout) as { problems: Problem[] }).problems : [];
  } finally {
    folder.remove();
  }
}

/** The mistake with a problem's `try` applied to the file that it is in; undefined where that is for a person. */
function mended(mistake: Mistake, problem: Problem): Mistake | undefined {
  const { spec, files = {} } = mistake;
  const { file = "spec.json" } = problem;
  const text = Object.hasOwn(files, file) && file.endsWith(".json") ? files[file] : undefined;
  const changed = typeof text === "string" ? applyTry(text, problem) : applyTry(spec, problem);
  if (changed === undefined) return undefined;
  return typeof text === "string"
    ? { ...mistake, files: { ...files, [file]: changed } }
    : { ...mistake, spec: changed };
}

/** Whether a problem is among those that are left: at its place, or told as often as before. */
function isLeft(problem: Problem, before: readonly Problem[], after: readonly Problem[]): boolean {
  const { code, got } = problem;
  const path = JSON.stringify(problem.path);
  const toldIn = (some: readonly Problem[]): number =>
    some.filter((other) => other.code === code && other.got === got).length;
  return (
    toldIn(after) >= toldIn(before) ||
    // Keys that are missing share the place of what they are missing from.
    (path !== undefined &&
      !code.startsWith("missing-") &&
      after.some((other) => other.code === code && JSON.stringify(other.path) === path))
  );
}

/** A mistake without the training that would follow where it is mended, if it is seen without. */
async function unspent(mistake: Mistake, told: readonly Problem[]): Promise<Mistake> {
  if (mistake.args !== undefined) return mistake;
  const checked = { ...mistake, args: ["check", "spec.json"] };
  return (await problemsOf(checked)).length === told.length ? checked : mistake;
}

test("there are two hundred goldens, each with a name of its own", () => {
  expect(new Set(goldens.map(({ name }) => name)).size).toBe(goldens.length);
  expect(goldens.length).toBeGreaterThanOrEqual(200);
});

test("what a refusal says to try, applied by a program, mends at least half of the mistakes that are told so", async () => {
  const kept: string[] = [];
  const unapplied: string[] = [];
  let tries = 0;
  for (const { name, mistake } of goldens) {
    const told = await problemsOf(mistake);
    const cheap = await unspent(mistake, told);
    for (const problem of told.filter(({ try: hint }) => hint !== undefined)) {
      tries++;
      const other = mended(cheap, problem);
      if (other === undefined) unapplied.push(`${name}: ${problem.try}`);
      else if (isLeft(problem, told, await problemsOf(other)))
        kept.push(`${name}: ${problem.code} ${problem.try}`);
    }
  }
  const mendedCount = tries - unapplied.length - kept.length;
  console.log(`${goldens.length} goldens, ${tries} tries: ${mendedCount} mend by program`);
  console.log(["for a person:", ...unapplied].join("\n  "));
  // What can be applied must help.
  expect(kept).toEqual([]);
  expect(mendedCount).toBeGreaterThanOrEqual(tries / 2);
});
