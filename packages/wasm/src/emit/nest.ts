import { Code } from "../assemble/code.js";
import { expandCalls, isMachineCall } from "../ir/expandCalls.js";
import type { LineOf } from "../ir/line.js";
import type { Instruction, Nest, Register, Statement } from "../ir/program.js";
import { setBy } from "../ir/registers.js";
import { Addresses } from "./addresses.js";
import { writeCall } from "./arithmetic.js";
import { ConstantPool } from "./constants.js";
import { constantsOf, type Fused, fuseExtremes } from "./fuse.js";
import { writeConvert, writeLane, writeLaneSums, writeSpread } from "./lanes.js";
import { type Liveness, livenessOf } from "./liveness.js";
import { writeLoad } from "./load.js";
import type { Locals } from "./locals.js";
import { Scope } from "./scope.js";
import { writeStore } from "./store.js";

/** The functions that statements call, by index. */
export interface Callees {
  readonly kernel: number;
  readonly tape: number;
}

/** The statements of a nest as they are written: functions expanded, loops of one turn gone, no statement twice. */
export function flatten(nest: Nest, lineOf: LineOf): readonly Statement[] {
  const flat = (body: readonly Statement[]): Statement[] =>
    body.flatMap((statement): Statement[] => {
      if (statement.kind !== "loop") return [{ ...statement }];
      const inner = flat(statement.body);
      return statement.count === 1 ? inner : [{ ...statement, body: inner }];
    });
  return flat(expandCalls(nest, lineOf).body);
}

/** Writes a flattened nest; its locals are given back afterwards. */
export function writeNest(body: readonly Statement[], locals: Locals, callees: Callees): Code {
  locals.begin();
  const code = new Code();
  const live = livenessOf(body);
  const constants = constantsOf(body, live);
  const pool = new ConstantPool(locals);
  const addresses = new Addresses(body, code, locals);
  const scope = new Scope(code, locals, addresses, pool, constants);
  new NestWriter(scope, addresses, live, fuseExtremes(body, live, constants), callees).write(body);
  pool.release();
  return pool.prologue().append(code);
}

/**
 * Writes calls and copies without loops or memory.
 * @param around `begin` sets the registers that are read and never set; `finish` may read `result`
 */
export function writeStraight(
  code: Code,
  locals: Locals,
  body: readonly Statement[],
  result: Register,
  around: { begin(scope: Scope): void; finish(scope: Scope): void },
): void {
  const live = livenessOf(body);
  const endingAt = new Map(
    [...live.endingAt].map(([at, registers]) => [at, registers.filter(({ id }) => id !== result.id)]),
  );
  const constants = constantsOf(body, live);
  const addresses = new Addresses(body, code, locals);
  const scope = new Scope(code, locals, addresses, new ConstantPool(locals), constants);
  around.begin(scope);
  const fused = { extremes: new Map(), unneeded: new Set<Instruction>() };
  new NestWriter(scope, addresses, { ...live, endingAt }, fused, { kernel: 0, tape: 0 }).write(body);
  around.finish(scope);
  scope.release(result);
}

class NestWriter {
  readonly #scope: Scope;
  readonly #addresses: Addresses;
  readonly #live: Liveness;
  readonly #fused: Fused;
  readonly #callees: Callees;

  constructor(scope: Scope, addresses: Addresses, live: Liveness, fused: Fused, callees: Callees) {
    this.#scope = scope;
    this.#addresses = addresses;
    this.#live = live;
    this.#fused = fused;
    this.#callees = callees;
  }

  write(body: readonly Statement[]): void {
    for (const statement of body) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    const scope = this.#scope;
    switch (statement.kind) {
      case "kernel":
        return void scope.code.i32(statement.index).call(this.#callees.kernel);
      case "tape":
        return void scope.code.i32(statement.from).i32(statement.to).call(this.#callees.tape);
      case "loop":
        scope.depth++;
        this.#addresses.loop(statement, () => this.write(statement.body));
        scope.depth--;
        return this.#release(statement);
      default:
        this.#instruction(statement);
    }
  }

  #instruction(instruction: Instruction): void {
    const scope = this.#scope;
    const to = setBy(instruction);
    if (this.#fused.unneeded.has(instruction) || (to !== undefined && scope.constantOf(to) !== undefined))
      return;
    writeValue(scope, instruction, this.#fused);
    // The result may have the place of what was read for the last time.
    this.#release(instruction, to);
    if (to === undefined) return;
    scope.set(to);
    if (this.#live.endingAt.get(instruction)?.some(({ id }) => id === to.id)) scope.release(to);
  }

  #release(statement: Statement, except?: Register): void {
    for (const register of this.#live.endingAt.get(statement) ?? []) {
      if (register.id !== except?.id) this.#scope.release(register);
    }
  }
}

/** Pushes what an instruction sets its register to; a store leaves nothing. */
function writeValue(scope: Scope, instruction: Instruction, { extremes }: Fused): void {
  switch (instruction.kind) {
    case "constant":
      return scope.number(instruction.to.element, instruction.to.lanes, instruction.value);
    case "copy":
      return scope.get(instruction.from);
    case "load":
      return writeLoad(scope, instruction);
    case "store":
      return writeStore(scope, instruction);
    case "call":
      if (!isMachineCall(instruction)) throw new Error(`${instruction.name} has not been expanded`);
      return writeCall(scope, instruction, extremes.get(instruction));
    case "lane":
      return writeLane(scope, instruction);
    case "spread":
      return writeSpread(scope, instruction);
    case "laneSums":
      return writeLaneSums(scope, instruction);
    case "convert":
      return writeConvert(scope, instruction);
  }
}
