import { Code } from "../assemble/code.js";
import { emitModule } from "../emit/emitModule.js";
import { webAssembly } from "../assemble/host.js";
import { prepare } from "../interpret/prepare.js";
import { viewsOf } from "../interpret/views.js";
import type { Procedure } from "../ir/program.js";
import type { LineOf } from "../ir/line.js";
import { isMachineFunction } from "../math/functions.js";
import { functionLine } from "../math/line.js";
import { tapeFunction } from "../tape/emitTape.js";
import { tapeInterpreter } from "../tape/interpretTape.js";
import type { Home } from "./home.js";
import { pageBytes } from "./memory.js";

/** What a plan calls: each phase, and all of them. */
export type Run = Readonly<Record<string, () => void>>;

/** Makes procedures runnable on a memory. */
export type Runner = (procedures: readonly Procedure[], home: Home, kernels: readonly (() => void)[]) => Run;

const lineOf: LineOf = (name, element) => {
  if (!isMachineFunction(name)) throw new TypeError(`the engine has no function ${name}`);
  return functionLine(name, element);
};

/** Procedures as one WebAssembly module. */
export const emitted: Runner = (procedures, { memory }, kernels) => {
  const { Module, Instance } = webAssembly();
  const pages = memory.buffer.byteLength / pageBytes;
  const hasTape = procedures.some(({ nests }) => nests.some(({ body }) => body[0]?.kind === "tape"));
  const tape = hasTape ? tapeFunction(lineOf) : { locals: [], code: new Code() };
  const bytes = emitModule(procedures, { lineOf, pages, together: "step", tape });
  const env = { memory: memory.wasm, kernel: (index: number) => kernels[index]!() };
  return new Instance(new Module(bytes), { env }).exports;
};

/** Procedures as JavaScript closures. */
export const interpreted: Runner = (procedures, { memory }, kernels) => {
  const runTape = tapeInterpreter(() => viewsOf(memory.buffer), lineOf);
  const runs = procedures.map((procedure) =>
    prepare(procedure, { memory: () => memory.buffer, kernels, runTape, lineOf }),
  );
  return {
    ...Object.fromEntries(procedures.map(({ name }, i) => [name, runs[i]!])),
    step: () => {
      for (const run of runs) run();
    },
  };
};
