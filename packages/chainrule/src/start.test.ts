import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { State, stateHash } from "@chainrule/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeSafetensors } from "./safetensors/decode.js";
import { Folder } from "./testing/io.js";
import { line } from "./testing/specs.js";

const command = fileURLToPath(new URL("../bin/chainrule.js", import.meta.url));
let folder: Folder;
beforeEach(() => (folder = new Folder()));
afterEach(() => folder.remove());

const start = (args: readonly string[]) =>
  spawn(process.execPath, [command, ...args], { cwd: folder.path, stdio: ["ignore", "pipe", "pipe"] });
const codeOf = (child: ReturnType<typeof start>) =>
  new Promise<number | null>((resolve) => child.on("close", resolve));

test("the built command refuses with 2 and without a stack", async () => {
  const child = start(["check", folder.write("a.json", "{}")]);
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  expect(await codeOf(child)).toBe(2);
  expect(stderr).toMatch(/^a\.json:1:1 {2}missing-key\n {2}got {3}no "chainrule"\n/);
  expect(stderr).not.toContain("    at ");
});

test("Ctrl-C ends a run with 130, and what was written is valid", async () => {
  folder.write("line.json", { ...line, train: { ...line.train, stop: [{ steps: 1e9 }] } });
  const child = start(["train", "line.json", "--events", "-"]);
  child.stdout.once("data", () => child.kill("SIGINT"));
  child.stdout.resume();
  expect(await codeOf(child)).toBe(130);
  const run = join(folder.path, "runs/line/001");
  const rows = readFileSync(join(run, "metrics.csv"), "utf8").trimEnd().split("\n");
  expect(rows.every((row) => row.split(",").length === 4)).toBe(true);
  expect(decodeSafetensors(readFileSync(join(run, "weights.safetensors")), "weights").metadata["step"]).toBe(
    String(rows.length - 1),
  );
});

test("killed outright, events and metrics are whole lines", async () => {
  folder.write("line.json", { ...line, train: { ...line.train, stop: [{ steps: 1e9 }] } });
  const child = start(["train", "line.json", "--events", "-"]);
  child.stdout.once("data", () => child.kill("SIGKILL"));
  child.stdout.resume();
  await codeOf(child);
  const run = join(folder.path, "runs/line/001");
  const events = readFileSync(join(run, "events.ndjson"), "utf8");
  expect(events.endsWith("}\n")).toBe(true);
  for (const event of events.trimEnd().split("\n")) expect(() => JSON.parse(event) as unknown).not.toThrow();
  expect(existsSync(join(run, "weights.safetensors"))).toBe(false);
});

test("killed outright between checkpoints, the weights of the last one are there and whole", async () => {
  const train = { ...line.train, stop: [{ steps: 1e9 }] };
  folder.write("line.json", { ...line, train, watch: { checkpoints: { steps: 10 } } });
  const child = start(["train", "line.json", "--events", "-"]);
  child.stdout.on("data", (chunk) => String(chunk).includes('"checkpoint"') && child.kill("SIGKILL"));
  await codeOf(child);
  const run = join(folder.path, "runs/line/001");
  const told = [
    ...readFileSync(join(run, "events.ndjson"), "utf8").matchAll(
      /"checkpoint","step":(\d+),.*"parameters":"(.*)"/g,
    ),
  ];
  const { metadata, tensors } = decodeSafetensors(readFileSync(join(run, "weights.safetensors")), "weights");
  const [, step, hash] = told.at(-1)!;
  const saved = Number(metadata["step"]);
  expect([Number(step), Number(step) + 10]).toContain(saved);
  if (saved === Number(step)) expect(stateHash(new State(tensors))).toBe(hash);
});

test("a reader that has read enough is no mistake", async () => {
  folder.write("line.json", { ...line, train: { ...line.train, stop: [{ steps: 1e9 }] } });
  const child = start(["train", "line.json", "--events", "-"]);
  child.stdout.once("data", () => child.stdout.destroy());
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  expect(await codeOf(child)).toBe(0);
  expect(stderr).toBe("line: 4 train rows\n");
});
