import type { Instruction, Register, Statement } from "./program.js";

/** The register that an instruction sets; a store sets none. */
export function setBy(instruction: Instruction): Register | undefined {
  return instruction.kind === "store" ? undefined : instruction.to;
}

/** The registers that an instruction reads, in order. */
export function readBy(instruction: Instruction): readonly Register[] {
  switch (instruction.kind) {
    case "constant":
    case "load":
      return [];
    case "call":
    case "laneSums":
      return instruction.arguments;
    default:
      return [instruction.from];
  }
}

/** Every register of these statements, once each, in the order in which they first stand there. */
export function registersOf(body: readonly Statement[]): readonly Register[] {
  const found = new Map<number, Register>();
  eachInstruction(body, (instruction) => {
    const set = setBy(instruction);
    for (const register of set === undefined ? readBy(instruction) : [...readBy(instruction), set]) {
      if (!found.has(register.id)) found.set(register.id, register);
    }
  });
  return [...found.values()];
}

/** Visits the instructions of these statements and of the loops among them, as they are written. */
export function eachInstruction(body: readonly Statement[], visit: (instruction: Instruction) => void): void {
  for (const statement of body) {
    if (statement.kind === "loop") eachInstruction(statement.body, visit);
    else if (statement.kind !== "kernel" && statement.kind !== "tape") visit(statement);
  }
}
