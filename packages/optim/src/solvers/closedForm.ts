import { attribute, findNode, type GraphNode, Refusal } from "@chainrule/core";
import {
  binaryCrossEntropyOp,
  binaryCrossEntropyWithLogitsOp,
  sigmoidOp,
  squaredErrorOp,
} from "@chainrule/ops";
import { defineSolver, type SolverModel } from "../solver.js";
import { affineSystem, type Unknown } from "./affineSystem.js";
import { discriminate } from "./discriminate.js";
import { dependents, refuseNonAffine } from "./refuseNonAffine.js";
import { regress } from "./regress.js";

const attributes = {
  method: attribute.choice(["normalEquation", "lda"], {
    doc: '"normalEquation": least squares; "lda": the gaussian classes\' sigmoid unit',
  }),
  ridge: attribute.number({
    doc: "of normalEquation: what each squared weight costs beside the summed squared errors; biases cost nothing",
    min: 0,
    default: 0,
  }),
};

/**
 * The parameters in one step, from all rows at once.
 *
 * - `normalEquation`: those for which the squared error of a prediction that is affine in them is least: its derivative is
 *   set to zero and solved for them. With `ridge` λ it is Σ squared errors + λ Σ w² that is least, w being all
 *   parameters but those that add the same to every row (biases).
 * - `lda`: those of one sigmoid unit, from the means of the two classes and their pooled covariance. It is Bayes' rule if the
 *   classes are gaussian with one covariance, and not what minimises the cross entropy of these rows.
 *
 * Whatever the model's engine computes in, the equations are solved in float64.
 * @see Legendre, "Nouvelles méthodes", 1805; Fisher, Annals of Eugenics 7 (1936); Hoerl, Kennard, Technometrics 12 (1970) (ridge)
 */
export const closedFormSolver = defineSolver({
  name: "closedForm",
  doc: {
    summary: "the parameters of an affine model in one step, from all rows at once",
    source: "Legendre, 1805 (least squares); Fisher, 1936 (linear discriminant)",
  },
  attributes,
  check(model, { method, ridge }) {
    const { affine } = endsOf(model, method);
    if (method === "lda" && ridge > 0) {
      throw new Refusal({
        code: "bad-attribute",
        path: ["optimiser", "ridge"],
        got: `"ridge": ${ridge} with "method": "lda"`,
        need: "ridge with normalEquation only",
        try: 'leave out "ridge"',
      });
    }
    refuseNonAffine(model, affine.id);
  },
  solve(job, { method, ridge }) {
    const { affine, target } = endsOf(job, method);
    const { dtype } = job.graph;
    const system = affineSystem(job, affine.id, target.id);
    const values = method === "lda" ? discriminate(system, dtype, affine.id) : regress(system, dtype, ridge);
    return byParameter(job, system.unknowns, values);
  },
});

/** The affine node of a model, and what it should come to. */
interface Ends {
  readonly affine: GraphNode;
  readonly target: GraphNode;
}

/** @throws {Refusal} wrong-loss | unknown-output */
function endsOf({ graph, minimise, parameters }: SolverModel, method: "normalEquation" | "lda"): Ends {
  const need =
    method === "lda"
      ? `one output of op ${binaryCrossEntropyWithLogitsOp.name}, or ${binaryCrossEntropyOp.name} of a ${sigmoidOp.name}, for method lda`
      : `one output of op ${squaredErrorOp.name}, for method normalEquation`;
  const refuse = (got: string, at?: string): never => {
    throw new Refusal({ code: "wrong-loss", path: ["minimise"], ...(at !== undefined && { at }), got, need });
  };
  if (typeof minimise !== "string") return refuse("a weighted sum");
  const node = (id: string | undefined): GraphNode => findNode(graph, id!)!;
  const loss = node(graph.outputs[minimise]);
  const [first, second] = loss.in.map(node);
  const told = (): Ends => {
    const isMoving = dependents(graph, parameters).has(second!.id);
    return isMoving
      ? refuse(`a target, ${second!.id}, that depends on parameters`, loss.id)
      : { affine: first!, target: second! };
  };
  if (method === "normalEquation") return loss.op === squaredErrorOp.name ? told() : refuse(loss.op, loss.id);
  if (loss.op === binaryCrossEntropyWithLogitsOp.name) return told();
  if (loss.op !== binaryCrossEntropyOp.name) return refuse(loss.op, loss.id);
  if (first!.op !== sigmoidOp.name) return refuse(`${loss.op} of ${first!.op}`, first!.id);
  return { ...told(), affine: node(first!.in[0]) };
}

/** Each parameter's numbers, in its own order, which is that of the unknowns. */
function byParameter(
  { parameters }: SolverModel,
  unknowns: readonly Unknown[],
  values: Float64Array,
): ReadonlyMap<string, Float64Array> {
  return new Map(
    parameters.map((id) => [id, values.filter((_, i) => unknowns[i]!.parameter === id)] as const),
  );
}
