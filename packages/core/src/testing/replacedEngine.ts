import type { Engine } from "../engine.js";
import type { Op } from "../op.js";

/**
 * An engine that computes some ops by other definitions, and the rest as another engine does: to plant a mistake that
 * a comparison of engines must see.
 * @param replace what takes an op's place; the op itself where nothing does
 */
export function withReplacedOps(engine: Engine, name: string, replace: (op: Op) => Op): Engine {
  return {
    name,
    ...(engine.unfolds && { unfolds: (op: Op) => engine.unfolds!(op) }),
    compile: (program) =>
      engine.compile({
        ...program,
        nodes: program.nodes.map((item) => (item.op ? { ...item, op: replace(item.op) } : item)),
      }),
  };
}
