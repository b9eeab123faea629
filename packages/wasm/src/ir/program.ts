import type { FunctionName } from "@chainrule/core";
import type { MachineName } from "../math/machine.js";

/** The numbers that registers hold. */
export type Element = "f32" | "f64";
/** The numbers that memory holds; integers and truth values become numbers of the register's width when loaded. */
export type Stored = Element | "i32" | "u8";

/** Bytes of one number in memory. */
export const storedBytes: Readonly<Record<Stored, number>> = { f32: 4, f64: 8, i32: 4, u8: 1 };
/** Numbers in a vector of 16 bytes. */
export const fullLanes: Readonly<Record<Element, number>> = { f32: 4, f64: 2 };

/**
 * A place for one number, or for a vector of them. May be set more than once: accumulators are. A register and a
 * loop's index live within one {@link Nest}.
 */
export interface Register {
  readonly id: number;
  readonly element: Element;
  /** 1, or all that a vector of the element has: 4 or 2. */
  readonly lanes: number;
  /** Whether it holds truth values in place of numbers. */
  readonly truth: boolean;
}

/** What a loop counts: 0, 1, … */
export interface Index {
  readonly id: number;
  /** For readers: what runs along it. */
  readonly name: string;
}

/** A byte address: base + Σ stride · index. */
export interface Address {
  readonly base: number;
  readonly terms: readonly { readonly index: Index; readonly stride: number }[];
}

export type Instruction =
  | { readonly kind: "constant"; readonly to: Register; readonly value: number }
  | { readonly kind: "copy"; readonly to: Register; readonly from: Register }
  | {
      /** Lane l is read at `at` + l · `step` bytes: 0 repeats one number in all lanes. A truth register: whether it is not 0. */
      readonly kind: "load";
      readonly to: Register;
      readonly at: Address;
      readonly stored: Stored;
      readonly step: number;
    }
  | {
      /** Lane l is written at `at` + l · `step` bytes. Into i32: truncated towards 0, NaN as 0; truth values as 1 and 0. */
      readonly kind: "store";
      readonly from: Register;
      readonly at: Address;
      readonly stored: Stored;
      readonly step: number;
    }
  | {
      readonly kind: "call";
      readonly to: Register;
      readonly name: MachineName | FunctionName;
      readonly arguments: readonly Register[];
    }
  /** The number in one lane. */
  | { readonly kind: "lane"; readonly to: Register; readonly from: Register; readonly lane: number }
  /** One number in all lanes. */
  | { readonly kind: "spread"; readonly to: Register; readonly from: Register }
  | {
      /**
       * Lane l becomes the sum of the lanes of the l-th argument: of four lanes (x₀ + x₂) + (x₁ + x₃), of two x₀ + x₁. There
       * are as many arguments as lanes.
       */
      readonly kind: "laneSums";
      readonly to: Register;
      readonly arguments: readonly Register[];
    }
  /** A conversion between f32 and f64, one lane: rounded where it narrows. */
  | { readonly kind: "convert"; readonly to: Register; readonly from: Register };

export interface Loop {
  readonly kind: "loop";
  readonly index: Index;
  /** At least 1. */
  readonly count: number;
  readonly body: readonly Statement[];
}

/** An op's own kernel, run by JavaScript on the same memory: `kernels[index]()`. */
export interface KernelCall {
  readonly kind: "kernel";
  readonly index: number;
  /** For readers. */
  readonly name: string;
}

/** Instructions of a tape, between two byte addresses: very many tiny nodes as integers, in the plan's own memory. */
export interface TapeRun {
  readonly kind: "tape";
  readonly from: number;
  readonly to: number;
}

/** For readers and for whoever splits long procedures: statements that belong together. Registers and loops do not cross its border. */
export interface Nest {
  readonly kind: "nest";
  /** Which nodes it computes. */
  readonly title: string;
  readonly body: readonly Statement[];
}

export type Statement = Instruction | Loop | KernelCall | TapeRun;

/** What runs at one call: a phase of a plan. */
export interface Procedure {
  readonly name: string;
  readonly nests: readonly Nest[];
}
