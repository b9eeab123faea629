import type { AttributeSchema } from "../attribute.js";
import { type Path, ProblemList, Refusal } from "../errors.js";
import { checkForm } from "../document/form.js";
import type { Attributes, Json } from "../graph.js";
import { checkId, firstSegment } from "../identifiers.js";
import { reservedNodeKeys } from "../op.js";
import { suggest } from "../suggest.js";
import { toAttribute } from "./argument.js";
import type { Block, BlockBody, BlockScope } from "./block.js";
import { fillHoles, refuseHoles } from "./hole.js";
import { nodeReferences } from "./references.js";
import { type BlockSpec, bodyForm, type NodeSpec } from "./spec.js";

/**
 * The block that a spec's `blocks` declares; all that does not depend on an instance is checked here, once.
 * @param path where it is written
 * @param blocks what the block names in it mean
 * @throws {Refusal} bad-id | bad-argument | unknown-argument | unknown-node | …, all that were found
 */
export function specBlock(name: string, spec: BlockSpec, path: Path, blocks: BlockScope): Block {
  const problems = new ProblemList();
  const schema: Record<string, ReturnType<typeof toAttribute>> = {};
  for (const [key, argument] of Object.entries(spec.args ?? {})) {
    const place = [...path, "args", key];
    problems.attempt(() => {
      refuseArgumentName(key, place);
      schema[key] = toAttribute(key, argument, place);
    });
  }
  const { args: _, doc, ...scope } = spec;
  const names = Object.keys(spec.args ?? {});
  problems.attempt(() => refuseHoles(scope as Json, names, path));
  for (const id of Object.keys(spec.inputs)) problems.attempt(() => checkId(id, [...path, "inputs", id]));
  problems.attempt(() => checkReferences(spec, path));
  problems.throwIfAny();
  const bodies = new Map<string, BlockBody>();
  return Object.freeze({
    name,
    doc: { summary: doc ?? `the block ${name}` },
    arguments: schema satisfies AttributeSchema,
    body(args: Attributes) {
      const key = JSON.stringify(args);
      let body = bodies.get(key);
      if (body === undefined) {
        body = { ...checkForm(bodyForm, fillHoles(scope as Json, args), path), written: { path, blocks } };
        bodies.set(key, body);
      }
      return body;
    },
  });
}

function refuseArgumentName(key: string, path: Path): void {
  checkId(key, path);
  if (!(reservedNodeKeys as readonly string[]).includes(key)) return;
  throw new Refusal({
    code: "bad-argument",
    path,
    got: JSON.stringify(key),
    need: `a name that a node does not use itself: none of ${reservedNodeKeys.join(", ")}`,
  });
}

/** Refuses inputs of nodes, and an output, that name nothing in the block: whatever its arguments will be. */
function checkReferences(spec: BlockSpec, path: Path): void {
  const { inputs, params, buffers, constants, nodes } = spec;
  const known = [inputs, params, buffers, constants, nodes].flatMap((part) => Object.keys(part ?? {}));
  const isKnown = new Set(known);
  const problems = new ProblemList();
  const check = (reference: string, place: Path, at: string): void => {
    if (isKnown.has(firstSegment(reference))) return;
    problems.add({
      code: "unknown-node",
      path: place,
      at,
      got: JSON.stringify(reference),
      need: "the id of an input, parameter, buffer, constant or node of the block",
      ...suggest(reference, known),
    });
  };
  for (const [id, node] of Object.entries(nodes)) {
    for (const { reference, path: inner } of nodeReferences(node as NodeSpec))
      check(reference, [...path, "nodes", id, ...inner], id);
  }
  check(spec.output, [...path, "output"], "output");
  problems.throwIfAny();
}
