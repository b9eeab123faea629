import { Builder } from "./builder.js";
import { parseDocument, type SourceDocument } from "./document/document.js";
import { checkForm } from "./document/form.js";
import { placed } from "./document/placed.js";
import { type Path, Refusal } from "./errors.js";
import { type Attributes, type Graph, isSource } from "./graph.js";
import { graphForm, type NodeDocument } from "./graphForm.js";
import { wrongInputs } from "./infer.js";
import { defaultLimits, type Limits } from "./limits.js";
import { inputNames } from "./op.js";
import type { Registry } from "./registry.js";
import { formatShape, sameShape } from "./shape.js";
import { readSource } from "./sourceDocument.js";
import { suggest } from "./suggest.js";
import type { Provenance, Value } from "./value.js";

/** What made a backward node, where it was no op. */
const derivedRules: ReadonlySet<string> = new Set(["seed", "total"]);

/**
 * Reads the document that `graphToJson` writes, and checks it as `build` would: ids, order, ops, attributes,
 * and that each shape and dtype is the one that the op makes.
 * @param file its name, for messages
 * @throws {Refusal} as parseDocument, Builder.call and readSource; wrong-shape | unknown-node | bad-update | …
 */
export function graphFromJson(
  text: string,
  registry: Registry,
  file = "graph.json",
  limits: Limits = defaultLimits,
): Graph {
  const document = parseDocument(text, file, limits);
  return placed(document, () => readGraph(document, registry, limits));
}

function readGraph({ value }: SourceDocument, registry: Registry, limits: Limits): Graph {
  const form = checkForm(graphForm, value, []);
  const builder = new Builder({ ...form, registry, limits });
  form.nodes.forEach((node, i) => {
    builder.within({ scope: node.id, path: ["nodes", i] }, () => {
      const provenance = readProvenance(builder, node);
      builder.within({ scope: node.id, provenance }, () => appendNode(builder, node));
    });
  });
  form.nodes.forEach(({ attributes, op }, i) => {
    const { of } = attributes;
    if (op === "buffer" && typeof of === "string") known(builder, of, ["nodes", i, "attributes", "of"]);
  });
  for (const [name, id] of Object.entries(form.outputs)) known(builder, id, ["outputs", name]);
  for (const [target, id] of Object.entries(form.updates)) checkUpdate(builder, target, id);
  return builder.finish(form);
}

/** Whose gradient a node is part of: all of it is there, or none. */
function readProvenance(builder: Builder, { of, via, rule }: NodeDocument): Provenance | undefined {
  if (of === undefined && via === undefined && rule === undefined) return undefined;
  if (of === undefined || rule === undefined) {
    const missing = of === undefined ? "of" : "rule";
    throw new Refusal({
      code: "missing-key",
      got: `no "${missing}"`,
      need: '"of" and "rule" in a backward node',
    });
  }
  known(builder, of, ["of"]);
  if (via !== undefined) known(builder, via, ["via"]);
  if (!derivedRules.has(rule))
    builder.within({ scope: "", path: ["rule"] }, () => builder.registry.get("ops", rule));
  return { of, ...(via !== undefined && { via }), rule };
}

function checkUpdate(builder: Builder, target: string, id: string): void {
  const path = ["updates", target];
  const [kept, next] = [known(builder, target, path), known(builder, id, path)];
  if (!["parameter", "buffer", "slot"].includes(kept.op)) {
    throw new Refusal({
      code: "bad-update",
      path,
      got: `an update of the ${kept.op} ${target}`,
      need: "a parameter, buffer or slot",
    });
  }
  if (sameShape(kept.shape, next.shape) && kept.dtype === next.dtype) return;
  const [got, need] = [next, kept].map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`) as [
    string,
    string,
  ];
  throw new Refusal({ code: "wrong-shape", path, got, need: `${need}, as ${target}` });
}

function appendNode(builder: Builder, node: NodeDocument): void {
  const { id, op, shape, dtype } = node;
  const attributes = node.attributes as Attributes;
  if (isSource(op)) {
    if (node.in.length > 0)
      throw new Refusal({
        code: "wrong-inputs",
        path: ["in"],
        got: `${node.in.length} inputs`,
        need: `none for ${op}`,
      });
    builder.source(
      op,
      id,
      shape,
      dtype,
      readSource({ op, shape, dtype, attributes }, builder.registry, builder.limits),
    );
    return;
  }
  const inputs = node.in.map((input, i) => known(builder, input, ["in", i]));
  const found = builder.registry.get("ops", op);
  const names = inputNames(found);
  // A document leaves nothing to the builder, ambient inputs included.
  if (inputs.length !== names.length) throw wrongInputs(inputs.length, names, `op ${op}`);
  const value = builder.name(builder.call(found, inputs, attributes), id);
  if (sameShape(value.shape, shape) && value.dtype === dtype) return;
  throw new Refusal({
    code: "wrong-shape",
    path: ["shape"],
    got: `${dtype} ${formatShape(shape)}`,
    need: `${value.dtype} ${formatShape(value.shape)}, which ${op} makes of its inputs`,
  });
}

function known(builder: Builder, id: string, path: Path): Value {
  if (builder.has(id)) return builder.get(id);
  throw new Refusal({
    code: "unknown-node",
    path,
    got: JSON.stringify(id),
    need: "the id of an earlier node",
    ...suggest(
      id,
      builder.values.flatMap((value) => value.id ?? []),
    ),
  });
}
