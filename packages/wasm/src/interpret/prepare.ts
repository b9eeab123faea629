import { expandCalls } from "../ir/expandCalls.js";
import type { LineOf } from "../ir/line.js";
import type { Nest, Procedure, Statement } from "../ir/program.js";
import { registersOf } from "../ir/registers.js";
import type { Frame } from "./frame.js";
import { prepareInstruction } from "./instructions.js";
import { type Views, viewsOf } from "./views.js";

/** What a procedure needs to run. */
export interface InterpreterContext {
  /** Asked for at each run: memory that grows is another buffer. */
  readonly memory: () => ArrayBufferLike;
  readonly kernels: readonly (() => void)[];
  readonly runTape: (from: number, to: number) => void;
  readonly lineOf: LineOf;
}

/**
 * A procedure as closures over plain JavaScript: slow, and bit for bit what the emitted module does (which bits a
 * NaN has is left open).
 */
export function prepare(procedure: Procedure, context: InterpreterContext): () => void {
  let buffer = context.memory();
  const views = viewsOf(buffer);
  const nests = procedure.nests.map((nest) => prepareNest(nest, views, context));
  return () => {
    if (context.memory() !== buffer) Object.assign(views, viewsOf((buffer = context.memory())));
    for (const nest of nests) nest();
  };
}

function prepareNest(nest: Nest, views: Views, context: InterpreterContext): () => void {
  const { body } = expandCalls(nest, context.lineOf);
  const slots = new Map<number, number>();
  let size = 0;
  for (const { id, lanes } of registersOf(body)) {
    slots.set(id, size);
    size += lanes;
  }
  const places = new Map<number, number>();
  placeIndices(body, places);
  const frame: Frame = {
    numbers: new Float64Array(size),
    slotOf: ({ id }) => slots.get(id)!,
    indices: new Float64Array(places.size),
    placeOf: ({ id }) => places.get(id)!,
    views,
  };
  return prepareBody(body, frame, context);
}

function placeIndices(body: readonly Statement[], places: Map<number, number>): void {
  for (const statement of body) {
    if (statement.kind !== "loop") continue;
    if (!places.has(statement.index.id)) places.set(statement.index.id, places.size);
    placeIndices(statement.body, places);
  }
}

function prepareBody(body: readonly Statement[], frame: Frame, context: InterpreterContext): () => void {
  const parts = body.map((statement) => prepareStatement(statement, frame, context));
  return () => {
    for (const part of parts) part();
  };
}

function prepareStatement(statement: Statement, frame: Frame, context: InterpreterContext): () => void {
  switch (statement.kind) {
    case "loop": {
      const { count } = statement;
      const { indices } = frame;
      const place = frame.placeOf(statement.index);
      const body = prepareBody(statement.body, frame, context);
      return () => {
        for (let i = 0; i < count; i++) {
          indices[place] = i;
          body();
        }
      };
    }
    case "kernel":
      return () => context.kernels[statement.index]!();
    case "tape":
      return () => context.runTape(statement.from, statement.to);
    default:
      return prepareInstruction(statement, frame);
  }
}
