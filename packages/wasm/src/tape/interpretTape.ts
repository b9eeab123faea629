import type { Views } from "../interpret/views.js";
import type { LineOf } from "../ir/line.js";
import { evaluateLine } from "../math/evaluateLine.js";
import { numbersMachine } from "../math/numbers.js";
import { bytesInInstruction, tapeInstructions, type TapeName } from "./instruction.js";

type Operation = (a: number, b: number, c: number) => number;

/** Runs the instructions between two byte addresses in plain JavaScript: the same bits as the emitted tape. */
export function tapeInterpreter(views: () => Views, lineOf: LineOf): (from: number, to: number) => void {
  const operations = tapeInstructions.map(({ name, element }) => operationOf(name, element, lineOf));
  return (from, to) => {
    const { i32, f32, f64 } = views();
    for (let p = from >> 2; p < to >> 2; p += bytesInInstruction >> 2) {
      const opcode = i32[p]!;
      const is32 = tapeInstructions[opcode]!.element === "f32";
      const [numbers, shift] = is32 ? [f32, 2] : [f64, 3];
      const operand = (i: number): number => numbers[i32[p + i]! >> shift]!;
      numbers[i32[p + 1]! >> shift] = operations[opcode]!(operand(2), operand(3), operand(4));
    }
  };
}

function operationOf(name: TapeName, element: "f32" | "f64", lineOf: LineOf): Operation {
  const m = numbersMachine(element);
  switch (name) {
    case "copy":
      return (a) => a;
    case "negate":
    case "abs":
    case "sqrt":
    case "round":
      return (a) => m[name](a);
    case "less":
    case "equal":
      return (a, b) => Number(m[name](a, b));
    case "select":
      return (a, b, c) => m.select(a !== 0, b, c);
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "minimum":
    case "maximum":
      return (a, b) => m[name](a, b);
    default: {
      const line = lineOf(name, element);
      return (a, b) => evaluateLine(line, element, [a, b].slice(0, line.inputs));
    }
  }
}
