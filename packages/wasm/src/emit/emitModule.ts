import { Code } from "../assemble/code.js";
import { assemble, type FunctionType, type ModuleFunction } from "../assemble/module.js";
import type { LineOf } from "../ir/line.js";
import type { Procedure, Statement } from "../ir/program.js";
import { eachInstruction } from "../ir/registers.js";
import { Locals } from "./locals.js";
import { type Callees, flatten, writeNest } from "./nest.js";

export interface EmitOptions {
  readonly lineOf: LineOf;
  /** Pages of 64 KiB that the memory must have at least. Default: 1. */
  readonly pages?: number;
  /** The name of a further export that runs all procedures, in order. */
  readonly together?: string;
  /** The function that runs a tape's instructions between two byte addresses: of two i32, without result. Default: it is imported as `env.tape`. */
  readonly tape?: Omit<ModuleFunction, "type" | "exported">;
}

/** About how many instructions go into one function: longer ones take long to be optimised. */
const instructionsInFunction = 2000;

const nothing: FunctionType = { parameters: [], results: [] };
const tapeType: FunctionType = { parameters: ["i32", "i32"], results: [] };

/**
 * Procedures as one WebAssembly module, each exported under its name. It imports `env.memory`, `env.kernel` (which
 * gets the number of the kernel to run) and, unless one is given, `env.tape` (from, to).
 */
export function emitModule(procedures: readonly Procedure[], options: EmitOptions): Uint8Array<ArrayBuffer> {
  const imports = [
    { module: "env", name: "kernel", type: { parameters: ["i32"], results: [] } as FunctionType },
  ];
  if (options.tape === undefined) imports.push({ module: "env", name: "tape", type: tapeType });
  const functions: ModuleFunction[] = options.tape === undefined ? [] : [{ ...options.tape, type: tapeType }];
  const whole = new Code();
  for (const procedure of procedures) {
    const parts = writeProcedure(procedure, options.lineOf, { kernel: 0, tape: 1 });
    if (parts.length !== 1) {
      const code = new Code();
      parts.forEach((_, i) => code.call(imports.length + functions.length + i));
      parts.push({ type: nothing, locals: [], code });
    }
    functions.push(...parts.slice(0, -1), { ...parts.at(-1)!, exported: procedure.name });
    whole.call(imports.length + functions.length - 1);
  }
  if (options.together !== undefined)
    functions.push({ type: nothing, locals: [], code: whole, exported: options.together });
  return assemble({
    memory: { module: "env", name: "memory", pages: options.pages ?? 1 },
    imports,
    functions,
  });
}

/** The functions that do a procedure's work, in order: its nests, as many together as fit into one. */
function writeProcedure({ nests }: Procedure, lineOf: LineOf, callees: Callees): ModuleFunction[] {
  const parts: ModuleFunction[] = [];
  let length = Infinity;
  let code = new Code();
  let locals = new Locals();
  for (const nest of nests) {
    const body = flatten(nest, lineOf);
    const more = lengthOf(body);
    if (length + more > instructionsInFunction) {
      [code, locals, length] = [new Code(), new Locals(), 0];
      parts.push({ type: nothing, locals: locals.types, code });
    }
    code.append(writeNest(body, locals, callees));
    length += more;
  }
  return parts;
}

function lengthOf(body: readonly Statement[]): number {
  let length = 0;
  eachInstruction(body, () => length++);
  return length;
}
