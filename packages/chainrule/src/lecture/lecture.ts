import {
  Builder,
  findNode,
  type Feeds,
  type Graph,
  nodeId,
  type Notation,
  type State,
  type Tensor,
} from "@chainrule/core";
import { prepareTraining } from "@chainrule/optim";
import { type Lecture, writerOf } from "@chainrule/viz";
import { evaluate } from "../evaluate.js";
import type { Project } from "../project.js";
import { stepValues } from "../stepValues.js";

/** What of a model a lecture shows, and on which numbers. */
export interface LectureOptions {
  readonly feeds: Feeds;
  readonly state: State;
  /** The output or node that is differentiated; undefined: nothing is. */
  readonly of?: string | undefined;
  /** By what; default every trainable parameter. */
  readonly wrt?: readonly string[] | undefined;
  /** Whose letters; default those of the spec's profile. */
  readonly notation?: Notation | undefined;
}

/** A model with its numbers, and where `of` is given its gradients, ready to be written down. */
export function modelLecture(project: Project, model: Graph, { of, ...options }: LectureOptions): Lecture {
  const { registry, viewEngine: engine } = project;
  const differentiated = of === undefined ? { graph: model, of } : reducedToOne(model, of, project);
  const { graph, values } = evaluate(differentiated.graph, {
    ...options,
    of: differentiated.of,
    registry,
    engine,
  });
  return lectureOf(project, graph, values, differentiated.of, options.notation);
}

/** The first step of a project's training with all of its numbers. */
export function stepLecture(project: Project, { feeds, state, notation }: LectureOptions): Lecture {
  const training = prepareTraining({ ...project.job, engine: project.viewEngine, state });
  return lectureOf(project, training.graph, stepValues(training, feeds), training.objective, notation);
}

function lectureOf(
  { registry }: Project,
  graph: Graph,
  values: ReadonlyMap<string, Tensor>,
  of: string | undefined,
  notation: Notation | undefined,
): Lecture {
  const options = { registry, notation, loss: of };
  return {
    graph,
    of,
    values,
    registry,
    writer: writerOf(graph, options),
    numbers: writerOf(graph, { ...options, values }),
  };
}

/**
 * What is differentiated is one number. A value whose only element has axes, such as the prediction for one example, is
 * summed first, which changes nothing but its shape.
 */
function reducedToOne(
  graph: Graph,
  of: string,
  { registry }: Project,
): { readonly graph: Graph; readonly of: string } {
  const id = nodeId(graph, of);
  if (findNode(graph, id)!.shape.length === 0) return { graph, of };
  const builder = Builder.from(graph, registry);
  const name = `${id}/sum`;
  builder.name(builder.call(registry.get("ops", "sum"), [builder.get(id)]), name);
  return {
    graph: builder.finish({ outputs: { ...graph.outputs, [name]: name }, updates: graph.updates }),
    of: name,
  };
}
