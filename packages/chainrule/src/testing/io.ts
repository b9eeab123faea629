import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../cli.js";
import type { Io, Output } from "../terminal/io.js";

/** A folder of its own, taken away by `remove`. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "chainrule-"));

  write(name: string, content: string | Uint8Array | object): string {
    const text =
      typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content);
    writeFileSync(join(this.path, name), text);
    return name;
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  list(): string[] {
    return readdirSync(this.path).sort();
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** What a command did. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process, in a folder. */
export async function run(
  folder: Folder,
  args: readonly string[],
  changes: Partial<Io> = {},
): Promise<Result> {
  const [stdout, stderr] = [memory(), memory()];
  const io: Io = {
    stdout,
    stderr,
    cwd: folder.path,
    env: {},
    interrupted: new AbortController().signal,
    ...changes,
  };
  const code = await main(args, io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** An output that remembers. */
export function memory(fields: Pick<Output, "isTTY" | "columns"> = {}): Output & { text(): string } {
  const chunks: (string | Uint8Array)[] = [];
  return {
    ...fields,
    write: (chunk) => chunks.push(chunk),
    text: () =>
      chunks.map((chunk) => (typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk))).join(""),
  };
}
