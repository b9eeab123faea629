/** Mutants that compute what the op computes, and so cannot be seen: each with the reason. */
const groups: readonly { readonly why: string; readonly mutants: readonly string[] }[] = [
  {
    why: "the constant stands where its factor is 0: any finite number would do (0 · ln 1, 0 / 1)",
    mutants: [
      "powerExponentGradient, formula, select 1: 1 is 1.000001",
      "powerGradient, formula, select 1: 1 is 1.000001",
      "binaryCrossEntropy, decompose, select 1: constant 1 is off",
      "binaryCrossEntropy, decompose, select 7: constant 1 is off",
      "binaryCrossEntropyGradient, decompose, select 1: constant 1 is off",
      "binaryCrossEntropyGradient, decompose, select 5: constant 1 is off",
      "crossEntropy, decompose, select 1: constant 1 is off",
      "crossEntropy, decompose, select 2: constant 1 is off",
      "crossEntropyGradient, decompose, select 1: constant 1 is off",
      "crossEntropyGradient, decompose, select 2: constant 1 is off",
    ],
  },
  {
    why: "a norm of 0 is that of x = 0, and 0 divided by any number is 0; at other x the textbook says nothing",
    mutants: ["normGradient, formula, select 1: 1 is 1.000001"],
  },
  {
    why: "ties are counted in the same unit as they share: it cancels",
    mutants: ["maxGradient, decompose, select 1: constant 1 is off"],
  },
  {
    why: "g · x / y is the same with g and x exchanged",
    mutants: ["norm, vjp x, normGradient 0: first two swapped"],
  },
  {
    why: "adding a number to all of a line changes no softmax; that nothing overflows is tested in normalise/normalise.test.ts",
    mutants: [
      "softmax, decompose, subtract 1: add",
      "softmax, decompose, subtract 1: only the first operand",
    ],
  },
  {
    why: "the logarithm is of 1 where the target is 0, and elsewhere the target of class numbers is 1",
    mutants: ["crossEntropy, decompose, multiply 4: only the second operand"],
  },
  {
    why: "of class numbers the targets add up to 1; those that do not are one-hot rows, where it is another call",
    mutants: [
      "softmaxCrossEntropyGradient, decompose, multiply 3: divide",
      "softmaxCrossEntropyGradient, decompose, multiply 3: only the first operand",
    ],
  },
  {
    why: "a square is that of the negative, too",
    mutants: ["squaredError, decompose, subtract 0: first two swapped"],
  },
  {
    why: "wherever x is split, its parts make x² again: what changes is the rounding alone",
    mutants: [
      "erfGradient, formula, multiply 2: divide",
      "erfGradient, formula, multiply 2: only the first",
      "erfGradient, formula, multiply 2: only the second",
      "erfGradient, formula, multiply 2: 16 is 16.000016",
      "erfGradient, formula, round 3: left out",
      "erfGradient, formula, multiply 4: only the second",
      "erfGradient, formula, multiply 4: 0.0625 is 0.0625000625",
      "normalDensity, formula, multiply 2: divide",
      "normalDensity, formula, multiply 2: only the first",
      "normalDensity, formula, multiply 2: only the second",
      "normalDensity, formula, multiply 2: 16 is 16.000016",
      "normalDensity, formula, round 3: left out",
      "normalDensity, formula, multiply 4: only the second",
      "normalDensity, formula, multiply 4: 0.0625 is 0.0625000625",
    ],
  },
  {
    why: "beyond the bound the result has come to its limit: any bound as far out does",
    mutants: [
      "erfGradient, formula, minimum 1: 40 is 44",
      "normalDensity, formula, minimum 1: 40 is 44",
      "siluSlope, formula, less 0: 1000 is 1100",
      "siluSlope, formula, less 1: -1000 is -900",
      "siluSlope, formula, select 2: -1000 is -1000.0009999999999",
      "siluSlope, formula, select 3: 1000 is 1000.0009999999999",
      "siluSlope, vjp x, minimum 0: constant 1 is off",
      "siluSlope, vjp x, maximum 1: constant 1 is off",
      "mishSlope, formula, less 0: 1000 is 1100",
      "mishSlope, formula, less 1: -1000 is -900",
      "mishSlope, formula, select 2: -1000 is -1000.0009999999999",
      "mishSlope, formula, select 3: 1000 is 1000.0009999999999",
      "mishSlope, vjp x, minimum 0: constant 1 is off",
      "mishSlope, vjp x, maximum 1: constant 1 is off",
      "geluSlope, formula, less 0: 100 is 110",
      "geluSlope, formula, less 1: -100 is -90",
      "geluSlope, formula, select 2: -100 is -100.00009999999999",
      "geluSlope, formula, select 3: 100 is 100.00009999999999",
      "geluSlope, vjp x, minimum 0: constant 1 is off",
      "geluSlope, vjp x, maximum 1: constant 1 is off",
      "silu, formula, less 0: -1000 is -900",
      "silu, formula, select 1: -1000 is -1000.0009999999999",
      "mish, formula, less 13: -1000 is -900",
      "mish, formula, select 14: -1000 is -1000.0009999999999",
      "gelu, formula, less 0: -100 is -90",
      "gelu, formula, select 1: -100 is -100.00009999999999",
      "softsign, formula, less 0: 1e+30 is 1.1e+30",
      "softsign, formula, less 1: -1e+30 is -9e+29",
      "softsign, formula, select 2: -1e+30 is -1.000001e+30",
      "softsign, formula, select 3: 1e+30 is 1.000001e+30",
    ],
  },
  {
    why: "finite numbers beyond the bound come to the same; infinite ones are tested in activation/smooth.test.ts",
    mutants: [
      "siluSlope, formula, less 0: equal",
      "siluSlope, formula, less 1: equal",
      "softsign, formula, less 0: equal",
      "softsign, formula, less 1: equal",
      "silu, formula, less 0: equal",
      "mish, formula, less 13: equal",
      "gelu, formula, less 0: equal",
    ],
  },
  {
    why: "the constant is only asked whether it is 0, or whether it is 1",
    mutants: [
      "cast, formula, select 1: 1 is 1.000001",
      "logicalXor, formula, select 0: 0 is 0.000001",
      "logicalXor, formula, select 1: 0 is 0.000001",
      "logicalOr, formula, select 0: 0 is 0.000001",
      "logicalAnd, formula, select 0: 0 is 0.000001",
      "logicalAnd, formula, select 1: 0 is 0.000001",
      "logicalNot, formula, select 0: 1 is 1.000001",
      "notEqual, formula, select 1: 1 is 1.000001",
      "isNaN, formula, select 1: 1 is 1.000001",
    ],
  },
  {
    why: "without its fraction it is 0 from either side",
    mutants: ["cast, formula, less 5: 0 is 0.1"],
  },
  {
    why: "int32 keeps no fraction",
    mutants: ["cast, formula, select 11: 0 is 0.000001"],
  },
  {
    why: "laws are checked in one dtype; that the derivative is of the dtype of x is tested in elementwise/cast.test.ts",
    mutants: ["cast, vjp x, cast 0: only the first operand"],
  },
  {
    why: "no number is -Infinity in a drawn case: it is tested in elementwise/comparison.test.ts",
    mutants: ["isFinite, formula, abs 0: left out"],
  },
  {
    why: "it is the same constant",
    mutants: ["isFinite, formula, less 1: Infinity is Infinity"],
  },
  {
    why: "1 + |y| or a little more is above 0 in either case, and only an infinite number is as much as its multiple",
    mutants: [
      "logSumExpGradient, decompose, add 1: constant 0 is off",
      "logSumExpGradient, decompose, multiply 2: constant 0 is off",
      "logSumExpGradient, decompose, add 2: constant 0 is off",
      "logSumExpGradient, decompose, multiply 3: constant 0 is off",
    ],
  },
  {
    why: "what is added to all the mean takes off again; that no digits are lost is tested in reduce/variance.test.ts",
    mutants: [
      "variance, decompose, max 0: min",
      "variance, decompose, subtract 1: add",
      "variance, decompose, subtract 1: only the first operand",
      "varianceGradient, decompose, max 0: min",
      "varianceGradient, decompose, subtract 1: add",
      "varianceGradient, decompose, subtract 1: only the first operand",
    ],
  },
  {
    why: "a distance is squared: its sign is lost",
    mutants: [
      "variance, decompose, subtract 1: first two swapped",
      "variance, decompose, subtract 3: first two swapped",
    ],
  },
  {
    why: "the number of elements is below the correction where there are none, and so no derivative",
    mutants: ["varianceGradient, decompose, maximum 7: only the second operand"],
  },
  {
    why: "g · x / y is the same with g and x exchanged",
    mutants: ["l2, vjp x, normGradient 1: first two swapped", "l2, vjp x, normGradient 0: first two swapped"],
  },
  {
    why: 'over all elements "fro" and 2 are the same norm',
    mutants: ["l2, decompose, norm 0: another ord"],
  },
  {
    why: "eˣ - 1 is never below x; that it is left as it is where they are the same is tested in activation/exponential.test.ts",
    mutants: ["celu, formula, equal 2: less"],
  },
  {
    why: "what is computed there is left out right of 0",
    mutants: [
      "seluGradient, formula, select 1: 0 is 0.000001",
      "eluGradient, formula, select 1: 0 is 0.000001",
    ],
  },
];

/** The reason, by the mutant's name. */
export const equivalentMutants: ReadonlyMap<string, string> = new Map(
  groups.flatMap(({ why, mutants }) => mutants.map((name) => [name, why] as const)),
);
