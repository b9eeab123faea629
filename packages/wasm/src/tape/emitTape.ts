import { Code } from "../assemble/code.js";
import type { ModuleFunction } from "../assemble/module.js";
import { Locals } from "../emit/locals.js";
import { writeStraight } from "../emit/nest.js";
import { expandCalls } from "../ir/expandCalls.js";
import type { LineOf } from "../ir/line.js";
import type { Element, Register } from "../ir/program.js";
import { arityOf, bytesInInstruction, tapeInstructions, type TapeName } from "./instruction.js";

/** The two parameters: where the next instruction is, and where the last one ends. */
const [at, end] = [0, 1];

/**
 * The function that runs the instructions between two byte addresses: a loop around a jump to the case of each opcode.
 * At least one instruction must lie there.
 */
export function tapeFunction(lineOf: LineOf): Omit<ModuleFunction, "type" | "exported"> {
  const code = new Code();
  const locals = new Locals(2);
  const count = tapeInstructions.length;
  code.loop().block();
  for (let i = 0; i < count; i++) code.block();
  code.local("get", at).memory("i32.load", 2, 0);
  code.branchTable(Array.from({ length: count }, (_, i) => i));
  tapeInstructions.forEach(({ name, element }, i) => {
    code.end();
    writeCase(code, locals, name, element, lineOf);
    code.branch(count - 1 - i);
  });
  code.end();
  code.local("get", at).i32(bytesInInstruction).op("i32.add").local("tee", at);
  code.local("get", end).op("i32.ne").again().end();
  return { locals: locals.types, code };
}

/** Reads the operands by their addresses, computes, and writes the result. */
function writeCase(code: Code, locals: Locals, name: TapeName, element: Element, lineOf: LineOf): void {
  const number = (id: number, truth = false): Register => ({ id, element, lanes: 1, truth });
  const isTest = name === "less" || name === "equal";
  const given = Array.from({ length: arityOf(name) }, (_, i) => number(i, name === "select" && i === 0));
  const result = number(given.length, isTest);
  const { body } = expandCalls(
    {
      kind: "nest",
      title: name,
      body: [
        name === "copy"
          ? { kind: "copy", to: result, from: given[0]! }
          : { kind: "call", to: result, name, arguments: given },
      ],
    },
    lineOf,
  );
  const alignment = element === "f32" ? 2 : 3;
  writeStraight(code, locals, body, result, {
    begin(scope) {
      given.forEach((register, i) => {
        code
          .local("get", at)
          .memory("i32.load", 2, 8 + 4 * i)
          .memory(`${element}.load`, alignment, 0);
        if (register.truth) code[element](0).op(`${element}.ne`);
        scope.set(register);
      });
    },
    finish(scope) {
      code.local("get", at).memory("i32.load", 2, 4);
      if (isTest) code[element](1)[element](0);
      scope.get(result);
      if (isTest) code.op("select");
      code.memory(`${element}.store`, alignment, 0);
    },
  });
}
