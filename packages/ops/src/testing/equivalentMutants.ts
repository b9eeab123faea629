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
];

/** The reason, by the mutant's name. */
export const equivalentMutants: ReadonlyMap<string, string> = new Map(
  groups.flatMap(({ why, mutants }) => mutants.map((name) => [name, why] as const)),
);
