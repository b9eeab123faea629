import type { Element } from "../ir/program.js";
import { numbersMachine } from "./numbers.js";
import type { MachineLine } from "./trace.js";

/** What a line is of some numbers, step by step. */
export function evaluateLine(line: MachineLine, element: Element, inputs: readonly number[]): number {
  const machine = numbersMachine(element);
  const registers: (number | boolean)[] = [...inputs, ...line.constants];
  const numberAt = (register: number): number => registers[register] as number;
  for (const { name, arguments: from } of line.steps) {
    const [a, b, c] = from;
    if (name === "select") {
      registers.push(machine.select(registers[a!] as boolean, numberAt(b!), numberAt(c!)));
    } else {
      const step: (...operands: number[]) => number | boolean = machine[name];
      registers.push(step(...from.map(numberAt)));
    }
  }
  return numberAt(line.result);
}
