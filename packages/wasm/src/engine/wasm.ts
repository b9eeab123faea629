import type { Engine, Program } from "@chainrule/core";
import { simdWorks } from "../assemble/host.js";
import { lower } from "../lower/lower.js";
import { homeOf } from "./home.js";
import { WasmPlan } from "./plan.js";
import { emitted, interpreted } from "./runners.js";
import { unfolds } from "./unfolds.js";

export interface WasmOptions {
  /**
   * What runs the loops: `"wasm"`, a WebAssembly module, or `"interpreter"`, plain JavaScript, some hundred times slower
   * and with the same bits. Default: WebAssembly where it has vectors.
   */
  readonly emitter?: "wasm" | "interpreter";
  /** For tests: bytes behind each buffer that nobody may write; what is dead is filled with NaN. */
  readonly poison?: number;
  /** For tests: from how many tiny calculations on they run on a tape. */
  readonly tapeFrom?: number;
}

/**
 * The engine that computes with WebAssembly: the same bits on every machine and in every Node and browser. A plan is
 * lowered once to loops, whose memory is that of the state it is compiled over.
 */
export function wasm({ emitter = bestEmitter(), ...lowering }: WasmOptions = {}): Engine {
  return {
    name: emitter === "wasm" ? "wasm" : "interpreter",
    unfolds,
    compile(program: Program) {
      const home = homeOf(program.state);
      const lowered = lower(program, home, lowering);
      const run = emitter === "wasm" ? emitted : interpreted;
      return new WasmPlan(program, lowered, home, run);
    },
  };
}

let told = false;

function bestEmitter(): "wasm" | "interpreter" {
  if (simdWorks()) return "wasm";
  if (!told)
    console.warn(
      "WebAssembly has no vectors here: computing in plain JavaScript, slowly, with the same bits",
    );
  told = true;
  return "interpreter";
}
