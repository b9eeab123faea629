/** A bare number in a formula is a constant, rounded once to the interpreter's dtype. */
export type Operand<T> = T | number;

/** The functions that formulas may use, beyond arithmetic; `power` is of two numbers, the others of one. */
export type FunctionName = Exclude<AlgebraName, keyof Arithmetic<unknown, unknown>>;

/**
 * Exact arithmetic: each operation rounds once, so any two interpreters of one dtype give the same bits.
 * T is an interpreter's number, B its truth value.
 */
export interface Arithmetic<T, B> {
  number(value: number): T;
  add(a: Operand<T>, b: Operand<T>): T;
  subtract(a: Operand<T>, b: Operand<T>): T;
  multiply(a: Operand<T>, b: Operand<T>): T;
  divide(a: Operand<T>, b: Operand<T>): T;
  /** Flips the sign bit: of 0 it makes -0. */
  negate(a: Operand<T>): T;
  abs(a: Operand<T>): T;
  sqrt(a: Operand<T>): T;
  /** The nearest whole number; a half goes to the even one, and 0 keeps its sign. */
  round(a: Operand<T>): T;
  /** NaN if either is; -0 is less than +0. */
  minimum(a: Operand<T>, b: Operand<T>): T;
  /** NaN if either is; -0 is less than +0. */
  maximum(a: Operand<T>, b: Operand<T>): T;
  /** False where either is NaN. */
  less(a: Operand<T>, b: Operand<T>): B;
  /** False where either is NaN. */
  equal(a: Operand<T>, b: Operand<T>): B;
  /** One of two values; both are computed. */
  select(condition: B, yes: Operand<T>, no: Operand<T>): T;
}

/**
 * What a formula is written over. The interpreters are numbers ({@link float64Algebra}), terms that engines
 * lower ({@link traceFormula}), graph nodes and LaTeX.
 */
export interface Algebra<T, B> extends Arithmetic<T, B> {
  exp(x: Operand<T>): T;
  expm1(x: Operand<T>): T;
  log(x: Operand<T>): T;
  log1p(x: Operand<T>): T;
  tanh(x: Operand<T>): T;
  /** 1 / (1 + e⁻ˣ), without overflow on either side. */
  sigmoid(x: Operand<T>): T;
  /** The error function, 2/√π ∫₀ˣ e^(-t²) dt. */
  erf(x: Operand<T>): T;
  /** How likely a standard normal number is below x: (1 + erf(x/√2)) / 2, without cancellation on the left. */
  normalCdf(x: Operand<T>): T;
  sin(x: Operand<T>): T;
  cos(x: Operand<T>): T;
  /** xʸ as of IEEE 754: 1 for y = 0 and for x = 1; NaN for x < 0 and a y that is not whole. */
  power(x: Operand<T>, y: Operand<T>): T;
}

export type AlgebraName = Exclude<keyof Algebra<unknown, unknown>, "number">;

/** An algebra whose every operation is made by one function of its name. */
export function callsByName<T>(
  call: (name: AlgebraName) => (...operands: Operand<T>[]) => T,
): Omit<Algebra<T, T>, "number"> {
  return {
    add: call("add"),
    subtract: call("subtract"),
    multiply: call("multiply"),
    divide: call("divide"),
    negate: call("negate"),
    abs: call("abs"),
    sqrt: call("sqrt"),
    round: call("round"),
    minimum: call("minimum"),
    maximum: call("maximum"),
    less: call("less"),
    equal: call("equal"),
    select: call("select"),
    exp: call("exp"),
    expm1: call("expm1"),
    log: call("log"),
    log1p: call("log1p"),
    tanh: call("tanh"),
    sigmoid: call("sigmoid"),
    erf: call("erf"),
    normalCdf: call("normalCdf"),
    sin: call("sin"),
    cos: call("cos"),
    power: call("power"),
  };
}
