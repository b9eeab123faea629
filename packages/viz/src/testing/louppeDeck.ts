import { type Tensor, tensor } from "@chainrule/core";
import type { Deck, Frame } from "../slides/deck.js";
import { annotate } from "../view/annotate.js";
import { view } from "../view/view.js";
import { louppe, louppeValues } from "./louppe.js";

const drawn = annotate(view(louppe), { values: louppeValues });
const sources = ["x", "y", "W1", "W2", "u8/a"];

type Step = Pick<Frame, "title" | "note" | "formula" | "numbers" | "result"> & { readonly id: string };

const steps: readonly Step[] = [
  {
    id: "u1",
    title: "u₁ = W₁ᵀ x",
    note: "matmul: each column of W₁ weighs the two inputs",
    formula: ["u_{1} = W_{1}^{\\top} x"],
    numbers: [
      "\\begin{pmatrix} 0.5 & 0.2 \\\\ -0.3 & 0.4 \\end{pmatrix} \\begin{pmatrix} 1 \\\\ -2 \\end{pmatrix}",
    ],
    result: "\\begin{pmatrix} 0.1 \\\\ -1.1 \\end{pmatrix}",
  },
  {
    id: "u2",
    title: "u₂ = σ(u₁)",
    note: "sigmoid, element by element: 1 / (1 + e⁻ᵘ)",
    formula: ["u_{2} = \\sigma(u_{1})", "\\sigma(u) = \\frac{1}{1 + e^{-u}}"],
    numbers: ["\\begin{pmatrix} \\sigma(0.1) \\\\ \\sigma(-1.1) \\end{pmatrix}"],
    result: "\\begin{pmatrix} 0.524979 \\\\ 0.24974 \\end{pmatrix}",
  },
  {
    id: "u3",
    title: "u₃ = W₂ᵀ u₂",
    formula: ["u_{3} = W_{2}^{\\top} u_{2}"],
    numbers: [
      "\\begin{pmatrix} 0.7 & -0.6 \\end{pmatrix} \\begin{pmatrix} 0.524979 \\\\ 0.24974 \\end{pmatrix}",
      "0.7 \\cdot 0.524979 - 0.6 \\cdot 0.24974",
    ],
    result: "0.217641",
  },
  {
    id: "yhat",
    title: "ŷ = σ(u₃)",
    note: "The prediction: the probability that y is 1",
    formula: ["\\hat{y} = \\sigma(u_{3})"],
    numbers: ["\\sigma(0.217641)"],
    result: "0.554197",
  },
  {
    id: "u4",
    title: "u₄ = cross entropy of ŷ and y",
    note: "binaryCrossEntropy, the mean over the one example",
    formula: ["u_{4} = -y \\log \\hat{y} - (1 - y) \\log (1 - \\hat{y})"],
    numbers: ["-1 \\cdot \\log 0.554197 - (1 - 1) \\log (1 - 0.554197)"],
    result: "0.590236",
  },
  {
    id: "u5",
    title: "u₅ = ‖W₁‖",
    note: "norm, of all entries",
    formula: ["u_{5} = \\lVert W_{1} \\rVert_{F}"],
    numbers: ["\\sqrt{0.5^{2} + (-0.3)^{2} + 0.2^{2} + 0.4^{2}}"],
    result: "0.734847",
  },
  {
    id: "u6",
    title: "u₆ = ‖W₂‖",
    formula: ["u_{6} = \\lVert W_{2} \\rVert"],
    numbers: ["\\sqrt{0.7^{2} + (-0.6)^{2}}"],
    result: "0.921954",
  },
  {
    id: "u7",
    title: "u₇ = u₅ + u₆",
    formula: ["u_{7} = u_{5} + u_{6}"],
    numbers: ["0.734847 + 0.921954"],
    result: "1.6568",
  },
  {
    id: "u8",
    title: "u₈ = λ u₇",
    formula: ["u_{8} = \\lambda u_{7}"],
    numbers: ["0.1 \\cdot 1.6568"],
    result: "0.16568",
  },
  {
    id: "l",
    title: "ℓ = u₄ + u₈",
    note: "The loss: what is wrong with the prediction, and what large weights cost",
    formula: ["\\ell = u_{4} + u_{8}"],
    numbers: ["0.590236 + 0.16568"],
    result: "0.755916",
  },
];

const outputs: Readonly<Record<string, string>> = { yhat: "output prediction", l: "output loss" };

/** A box, and the output box where it is given out. */
const boxesOf = (id: string): string[] => (outputs[id] === undefined ? [id] : [id, outputs[id]]);

const forward = steps.map(({ id, ...step }, i): Frame => ({
  ...step,
  part: "forward",
  state: "value",
  picture: 0,
  emphasis: { lit: boxesOf(id), past: [...sources, ...steps.slice(0, i).flatMap((one) => boxesOf(one.id))] },
}));

/** As if both hidden units were dead: nothing of ŷ comes of u₁, and nothing leads to it from the penalty. */
const dead = annotate(drawn, {
  gradients: new Map<string, Tensor | "no path">([
    ["yhat", tensor([1])],
    ["u3", tensor([0.2470626])],
    ["u2", tensor([[0.1729438, -0.1482375]])],
    ["u1", tensor([[0, 0]])],
    ["u5", "no path"],
    ["u6", "no path"],
    ["u7", "no path"],
  ]),
});
const all = dead.boxes.map(({ id }) => id);
const beyond = { part: "three signs", picture: 1, formula: [], numbers: [] } as const;

/** Exactly zero, no path, not computed. */
const signs: readonly Frame[] = [
  {
    ...beyond,
    title: "∂ŷ/∂u₁ where both units are dead",
    note: "The rule multiplies by a derivative that is 0",
    formula: [
      "\\frac{\\partial \\hat{y}}{\\partial u_{1}} = \\frac{\\partial \\hat{y}}{\\partial u_{2}} \\cdot 0",
    ],
    result: "0",
    state: "zero",
    emphasis: { lit: ["u1"], past: all },
  },
  {
    ...beyond,
    title: "∂ŷ/∂u₅",
    note: "Nothing leads from u₅ to ŷ",
    formula: ["\\frac{\\partial \\hat{y}}{\\partial u_{5}}"],
    state: "no path",
    emphasis: { lit: ["u5"], past: all },
  },
  {
    ...beyond,
    title: "∂ŷ/∂x",
    note: "Nobody asked for it",
    formula: ["\\frac{\\partial \\hat{y}}{\\partial x}"],
    emphasis: { lit: ["x"], past: all },
  },
];

const rules = annotate(view(louppe, { pass: "backward" }), { values: louppeValues });
const walk = rules.boxes.map(({ id }) => id);

/** A backward pass, of which only the picture is as it should be: it is wide, and its last step lies at its far end. */
const backward = ["grad/loss/l", "grad/loss/yhat", "grad/loss/W1"].map((id): Frame => ({
  title: id,
  part: "backward",
  formula: [
    "\\frac{\\partial \\ell}{\\partial W_{1}} = x \\left(\\frac{\\partial \\ell}{\\partial u_{1}}\\right)^{\\top} + \\lambda \\frac{W_{1}}{\\lVert W_{1} \\rVert_{F}}",
  ],
  numbers: [
    "\\begin{pmatrix} -0.0778209 & 0.0501181 \\\\ 0.155642 & -0.100236 \\end{pmatrix} + \\begin{pmatrix} 0.0680414 & -0.0408248 \\\\ 0.0272166 & 0.0544331 \\end{pmatrix}",
  ],
  result: "\\begin{pmatrix} -0.0097795 & 0.00929325 \\\\ 0.182858 & -0.045803 \\end{pmatrix}",
  state: "value",
  picture: 2,
  emphasis: { lit: [id], past: walk.slice(0, walk.indexOf(id)) },
}));

/** A deck made by hand: Louppe's network forward, the three signs, and three steps of its backward pass. */
export const louppeDeck: Deck = {
  title: "Louppe’s network",
  subtitle: "One hidden layer with a penalty on its weights, forward and backward, number by number",
  pictures: [drawn, dead, rules],
  frames: [...forward, ...signs, ...backward],
};
