import { isMachineCall } from "../ir/expandCalls.js";
import type { Address, Instruction, Stored } from "../ir/program.js";
import type { Frame } from "./frame.js";
import { steps } from "./steps.js";
import { shiftOf } from "./views.js";

type Of<K extends Instruction["kind"]> = Extract<Instruction, { kind: K }>;

/** One instruction as a closure. Calls of functions must have been expanded. */
export function prepareInstruction(instruction: Instruction, frame: Frame): () => void {
  const { numbers, slotOf } = frame;
  switch (instruction.kind) {
    case "constant": {
      const to = slotOf(instruction.to);
      const { lanes, element } = instruction.to;
      const value = element === "f32" ? Math.fround(instruction.value) : instruction.value;
      return () => void numbers.fill(value, to, to + lanes);
    }
    case "copy": {
      const to = slotOf(instruction.to);
      const from = slotOf(instruction.from);
      return () => void numbers.copyWithin(to, from, from + instruction.to.lanes);
    }
    case "load":
      return prepareLoad(instruction, frame);
    case "store":
      return prepareStore(instruction, frame);
    case "call":
      return prepareCall(instruction, frame);
    case "lane": {
      const to = slotOf(instruction.to);
      const from = slotOf(instruction.from) + instruction.lane;
      return () => void (numbers[to] = numbers[from]!);
    }
    case "spread": {
      const to = slotOf(instruction.to);
      const from = slotOf(instruction.from);
      const { lanes } = instruction.to;
      return () => void numbers.fill(numbers[from]!, to, to + lanes);
    }
    case "laneSums":
      return prepareLaneSums(instruction, frame);
    case "convert": {
      const to = slotOf(instruction.to);
      const from = slotOf(instruction.from);
      const round = instruction.to.element === "f32" ? Math.fround : Number;
      return () => void (numbers[to] = round(numbers[from]!));
    }
  }
}

function prepareCall(call: Of<"call">, { numbers, slotOf }: Frame): () => void {
  if (!isMachineCall(call)) throw new Error(`${call.name} has not been expanded`);
  const step = steps[call.to.element][call.name];
  const to = slotOf(call.to);
  const { lanes } = call.to;
  // A step that takes fewer arguments does not look at the others.
  const [a, b, c] = [0, 1, 2].map((i) => slotOf(call.arguments[i] ?? call.arguments[0]!)) as [
    number,
    number,
    number,
  ];
  return () => {
    for (let l = 0; l < lanes; l++) {
      numbers[to + l] = step(numbers[a + l]!, numbers[b + l]!, numbers[c + l]!);
    }
  };
}

function prepareLoad({ to: register, at, stored, step }: Of<"load">, frame: Frame): () => void {
  const { numbers, views } = frame;
  const to = frame.slotOf(register);
  const { lanes } = register;
  const round = register.element === "f32" ? Math.fround : Number;
  const isTrue = (value: number): number => (value !== 0 ? 1 : 0);
  const turn = register.truth ? isTrue : round;
  const address = prepareAddress(at, frame);
  const size = 2 ** shiftOf[stored];
  return () => {
    const view = views[stored];
    const start = address();
    for (let l = 0; l < lanes; l++) numbers[to + l] = turn(view[(start + l * step) / size]!);
  };
}

function prepareStore({ from: register, at, stored, step }: Of<"store">, frame: Frame): () => void {
  const { numbers, views } = frame;
  const from = frame.slotOf(register);
  const { lanes } = register;
  const turn = integral(stored) ? truncated : Number;
  const address = prepareAddress(at, frame);
  const size = 2 ** shiftOf[stored];
  return () => {
    const view = views[stored];
    const start = address();
    for (let l = 0; l < lanes; l++) view[(start + l * step) / size] = turn(numbers[from + l]!);
  };
}

function integral(stored: Stored): boolean {
  return stored === "i32" || stored === "u8";
}

/** Towards 0, no further than an int32 goes; NaN as 0. */
function truncated(value: number): number {
  return Math.trunc(Math.min(Math.max(value || 0, -(2 ** 31)), 2 ** 31 - 1));
}

function prepareAddress({ base, terms }: Address, { indices, placeOf }: Frame): () => number {
  const places = terms.map(({ index }) => placeOf(index));
  const strides = terms.map(({ stride }) => stride);
  return () => {
    let address = base;
    for (let i = 0; i < places.length; i++) address += strides[i]! * indices[places[i]!]!;
    return address;
  };
}

function prepareLaneSums({ to: register, arguments: from }: Of<"laneSums">, frame: Frame): () => void {
  const { numbers } = frame;
  const round = register.element === "f32" ? Math.fround : Number;
  const to = frame.slotOf(register);
  const slots = from.map(frame.slotOf);
  const x = (at: number): number => numbers[at]!;
  const sumOf =
    register.lanes === 4
      ? (at: number): number => round(round(x(at) + x(at + 2)) + round(x(at + 1) + x(at + 3)))
      : (at: number): number => x(at) + x(at + 1);
  return () => {
    // All are read before any is written: the result may be one of the arguments.
    const sums = slots.map(sumOf);
    numbers.set(sums, to);
  };
}
