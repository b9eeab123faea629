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
      "klDivergence, vjp q, select 1: constant 1 is off",
      "klDivergence, decompose, select 2: constant 1 is off",
      "klDivergence, decompose, select 3: constant 1 is off",
      "klDivergence, decompose, select 4: constant 1 is off",
      "softmaxCrossEntropy, decompose, select 2: constant 1 is off",
      "softmaxCrossEntropy, decompose, select 3: constant 1 is off",
    ],
  },
  {
    why: "a norm of 0 is that of x = 0, and 0 divided by any number is 0; at other x the textbook says nothing",
    mutants: ["normGradient, formula, select 1: 1 is 1.000001"],
  },
  {
    why: "g · x / y is the same with g and x exchanged",
    mutants: ["norm, vjp x, normGradient 0: first two swapped"],
  },
  {
    why: "the logarithm is of 1 where the target is 0, and elsewhere the target of class numbers is 1",
    mutants: ["crossEntropy, decompose, multiply 4: only the second operand"],
  },
  {
    why: "a square is that of the negative, too",
    mutants: [
      "squaredError, decompose, subtract 0: first two swapped",
      "gaussianNegativeLogLikelihood, vjp variance, subtract 0: first two swapped",
      "gaussianNegativeLogLikelihood, decompose, subtract 0: first two swapped",
      "r2, vjp prediction, subtract 1: first two swapped",
      "r2, vjp prediction, subtract 3: first two swapped",
    ],
  },
  {
    why: "an error is as far from 0 as its negative",
    mutants: [
      "absoluteError, decompose, subtract 0: first two swapped",
      "huber, decompose, subtract 0: first two swapped",
      "meanAbsoluteError, decompose, absoluteError 0: first two swapped",
    ],
  },
  {
    why: "a · b is b · a",
    mutants: ["dot, decompose, matmul 0: first two swapped"],
  },
  {
    why: "a cotangent on the diagonal of three axes is the same with its axes exchanged",
    mutants: ["einsum1, vjp a, transpose 10: only the first operand"],
  },
  {
    why: "new axes have length 1 and come first: fitting the cotangent to x sums over them all the same",
    mutants: ["tile, vjp x, reshape 2: only the first operand"],
  },
  {
    why: "a row of zeros stays one, whatever it is divided by; its slope is chosen, not divided",
    mutants: [
      "cosineSimilarity, vjp a, select 3: constant 1 is off",
      "cosineSimilarity, vjp a, select 8: constant 1 is off",
      "cosineSimilarity, vjp a, select 14: constant 1 is off",
      "cosineSimilarity, vjp a, select 19: constant 1 is off",
      "cosineSimilarity, vjp b, select 3: constant 1 is off",
      "cosineSimilarity, vjp b, select 8: constant 1 is off",
      "cosineSimilarity, vjp b, select 14: constant 1 is off",
      "cosineSimilarity, vjp b, select 19: constant 1 is off",
      "cosineSimilarity, decompose, select 3: constant 1 is off",
      "cosineSimilarity, decompose, select 8: constant 1 is off",
      "cosineSimilarity, decompose, select 14: constant 1 is off",
      "cosineSimilarity, decompose, select 19: constant 1 is off",
    ],
  },
  {
    why: "what a row is divided by first cancels with its length; that no square overflows is tested in loss/errors.test.ts",
    mutants: [
      "cosineSimilarity, vjp a, max 1: min",
      "cosineSimilarity, vjp a, max 12: min",
      "cosineSimilarity, vjp b, max 1: min",
      "cosineSimilarity, vjp b, max 12: min",
      "cosineSimilarity, decompose, max 1: min",
      "cosineSimilarity, decompose, max 12: min",
    ],
  },
  {
    why: "absolute values add up to 0 where their mean is 0",
    mutants: ["cosineSimilarity, vjp a, sum 27: mean", "cosineSimilarity, vjp b, sum 27: mean"],
  },
  {
    why: "the same but for rows and entries that are 0, where there are no differences: tested in loss/errors.test.ts",
    mutants: [
      "cosineSimilarity, vjp a, equal 2: less",
      "cosineSimilarity, vjp a, equal 7: less",
      "cosineSimilarity, vjp a, sum 27: only the first operand",
      "cosineSimilarity, vjp a, equal 28: less",
      "cosineSimilarity, vjp a, select 31: constant 1 is off",
      "cosineSimilarity, vjp b, equal 2: less",
      "cosineSimilarity, vjp b, equal 7: less",
      "cosineSimilarity, vjp b, sum 27: only the first operand",
      "cosineSimilarity, vjp b, equal 28: less",
      "cosineSimilarity, vjp b, select 31: constant 1 is off",
    ],
  },
  {
    why: "logarithms of numbers above 0 are above -746, so any bound from there down to -Infinity tells 0",
    mutants: [
      "klDivergence, vjp p, less 1: constant 1 is off",
      "klDivergence, vjp p, less 3: constant 1 is off",
      "klDivergence, decompose, less 1: constant 1 is off",
    ],
  },
  {
    why: "where p is 0 the slope by it is chosen, not what the ratio makes of it",
    mutants: [
      "klDivergence, vjp p, log 2: only the first operand",
      "klDivergence, vjp p, less 3: equal",
      "klDivergence, vjp p, select 4: constant 1 is off",
      "klDivergence, vjp p, select 5: constant 1 is off",
      "klDivergence, vjp p, select 6: constant 1 is off",
    ],
  },
  {
    why: "the same but for p = 0, where the true slope is -Infinity; that it counts as 0 is tested in loss/errors.test.ts",
    mutants: [
      "klDivergence, vjp p, log 0: only the first operand",
      "klDivergence, vjp p, less 1: equal",
      "klDivergence, vjp p, select 9: constant 1 is off",
      "klDivergence, vjp p, select 10: constant 1 is off",
    ],
  },
  {
    why: "shares are not below 0, and 0 times a finite logarithm is 0, chosen or not",
    mutants: ["softmaxCrossEntropy, decompose, equal 1: less"],
  },
  {
    why: "one-hot rows and probabilities are both taken as they are",
    mutants: ["softmaxCrossEntropy, vjp target, classShares 4: another target"],
  },
  {
    why: "where nothing counts the mean is NaN, and so is its slope, whatever it is divided by",
    mutants: [
      "softmaxCrossEntropy, vjp target, equal 6: less",
      "softmaxCrossEntropy, vjp target, select 7: constant 1 is off",
    ],
  },
  {
    why: "where nothing counts every slope is 0, and 0 divided by any number is 0",
    mutants: ["softmaxCrossEntropyGradient, decompose, select 7: constant 1 is off"],
  },
  {
    why: "what is taken off all targets first goes with their mean: it only spares rounding",
    mutants: [
      "r2, vjp prediction, max 0: min",
      "r2, vjp prediction, subtract 1: add",
      "r2, vjp prediction, subtract 1: only the first operand",
      "r2, vjp target, max 0: min",
      "r2, vjp target, subtract 1: add",
      "r2, vjp target, subtract 1: only the first operand",
    ],
  },
];

/** The reason, by the mutant's name. */
export const equivalentMutants: ReadonlyMap<string, string> = new Map(
  groups.flatMap(({ why, mutants }) => mutants.map((name) => [name, why] as const)),
);
