import { type MachineName, machineNames } from "../math/machine.js";
import type { LineOf, MachineLine } from "./line.js";
import type { Instruction, Nest, Register, Statement } from "./program.js";
import { registersOf } from "./registers.js";

type Call = Extract<Instruction, { kind: "call" }>;
/** A call of one exact step. */
export type MachineCall = Call & { readonly name: MachineName };

const names: ReadonlySet<string> = new Set(machineNames);

/** Whether a call is one exact step, and not a function that stands for many. */
export function isMachineCall(call: Call): call is MachineCall {
  return names.has(call.name);
}

/** The same nest with the steps of each function (`tanh`, …) in place of its call; new registers hold what is between. */
export function expandCalls(nest: Nest, lineOf: LineOf): Nest {
  let next = registersOf(nest.body).reduce((most, { id }) => Math.max(most, id + 1), 0);
  const fresh = (like: Register, truth: boolean): Register => ({ ...like, id: next++, truth });
  const expanded = (body: readonly Statement[]): Statement[] =>
    body.flatMap((statement): Statement[] => {
      if (statement.kind === "loop") return [{ ...statement, body: expanded(statement.body) }];
      if (statement.kind !== "call" || isMachineCall(statement)) return [statement];
      return stepsOf(statement, lineOf(statement.name, statement.to.element), fresh);
    });
  return { ...nest, body: expanded(nest.body) };
}

function stepsOf(call: Call, line: MachineLine, fresh: (like: Register, truth: boolean) => Register) {
  const { to } = call;
  const held: Register[] = call.arguments.slice(0, line.inputs);
  const made: Instruction[] = [];
  for (const value of line.constants) {
    const register = fresh(to, false);
    held.push(register);
    made.push({ kind: "constant", to: register, value });
  }
  const first = held.length;
  line.steps.forEach(({ name, arguments: from }, i) => {
    // Only the last step may write where the arguments are still to be read from.
    const isResult = i === line.steps.length - 1 && line.result === first + i;
    const register = isResult ? to : fresh(to, name === "less" || name === "equal");
    made.push({ kind: "call", to: register, name, arguments: from.map((at) => held[at]!) });
    held.push(register);
  });
  const result = held[line.result]!;
  if (result !== to) made.push({ kind: "copy", to, from: result });
  return made;
}
