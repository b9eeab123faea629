import { spawn } from "node:child_process";
import { Refusal } from "@chainrule/core";

/**
 * Runs the installed `dot`.
 * @param attributes of the graph, beside those in the text
 * @returns SVG, or undefined where the command does not exist
 * @throws {Refusal} bad-dot, with the command's own words
 */
export function renderWithCommand(
  dot: string,
  attributes: Readonly<Record<string, number>>,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const options = Object.entries(attributes).map(([name, value]) => `-G${name}=${value}`);
    const child = spawn("dot", ["-Tsvg", ...options], { stdio: ["pipe", "pipe", "pipe"] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("error", () => resolve(undefined));
    child.stdin.on("error", () => undefined);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString("utf8"));
      else
        reject(
          new Refusal({
            code: "bad-dot",
            got: Buffer.concat(errors).toString("utf8").trim(),
            need: "DOT text",
          }),
        );
    });
    child.stdin.end(dot);
  });
}
