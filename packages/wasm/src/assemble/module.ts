import { Bytes } from "./bytes.js";
import type { Code } from "./code.js";
import { opcodes, type ValueType, valueTypes } from "./opcodes.js";

export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface ImportedFunction {
  readonly module: string;
  readonly name: string;
  readonly type: FunctionType;
}

export interface ModuleFunction {
  readonly type: FunctionType;
  /** Beside the parameters, in the order of their indices. */
  readonly locals: readonly ValueType[];
  readonly code: Code;
  /** Under which name others may call it. */
  readonly exported?: string | undefined;
}

/** The memory that a module works on; whoever makes an instance supplies it. */
export interface ImportedMemory {
  readonly module: string;
  readonly name: string;
  /** Pages of 64 KiB that there must be at least. */
  readonly pages: number;
}

export interface ModuleParts {
  readonly memory: ImportedMemory;
  /** They have the indices from 0 on, and {@link functions} those that follow. */
  readonly imports: readonly ImportedFunction[];
  readonly functions: readonly ModuleFunction[];
}

/**
 * A WebAssembly module in its binary format.
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 */
export function assemble({ memory, imports, functions }: ModuleParts): Uint8Array<ArrayBuffer> {
  const types = new TypeTable();
  for (const { type } of [...imports, ...functions]) types.indexOf(type);
  const exported = functions.flatMap(({ exported: name }, i) =>
    name === undefined ? [] : [{ name, index: imports.length + i }],
  );
  const bytes = new Bytes().bytes([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  const section = (id: number, write: (bytes: Bytes) => void): unknown => bytes.byte(id).sized(write);
  section(1, (to) => to.vector(types.all, writeType));
  section(2, (to) => {
    to.unsigned(imports.length + 1);
    to.name(memory.module).name(memory.name).bytes([kinds.memory, 0]).unsigned(memory.pages);
    for (const { module, name, type } of imports) {
      to.name(module).name(name).byte(kinds.function).unsigned(types.indexOf(type));
    }
  });
  section(3, (to) => to.vector(functions, (one, { type }) => one.unsigned(types.indexOf(type))));
  section(7, (to) =>
    to.vector(exported, (one, { name, index }) => one.name(name).byte(kinds.function).unsigned(index)),
  );
  section(10, (to) => to.vector(functions, writeBody));
  return bytes.toUint8Array();
}

const kinds = { function: 0, memory: 2 } as const;

/** Each type once, in the order in which they come. */
class TypeTable {
  readonly all: FunctionType[] = [];
  readonly #indices = new Map<string, number>();

  indexOf(type: FunctionType): number {
    const key = `${type.parameters.join()}:${type.results.join()}`;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.all.length);
    return this.all.push(type) - 1;
  }
}

function writeType(bytes: Bytes, { parameters, results }: FunctionType): void {
  bytes.byte(0x60).vector(parameters, writeValueType).vector(results, writeValueType);
}

function writeValueType(bytes: Bytes, type: ValueType): void {
  bytes.byte(valueTypes[type]);
}

function writeBody(bytes: Bytes, { locals, code }: ModuleFunction): void {
  bytes.sized((body) => {
    body.vector(runsOf(locals), (to, { type, count }) => writeValueType(to.unsigned(count), type));
    body.append(code.bytes).byte(opcodes.end);
  });
}

/** Neighbours of one type together. */
function runsOf(types: readonly ValueType[]): { readonly type: ValueType; count: number }[] {
  const runs: { readonly type: ValueType; count: number }[] = [];
  for (const type of types) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  return runs;
}
