import { z } from "zod";
import { Builder } from "./builder.js";
import { parseDocument, type SourceDocument } from "./document.js";
import { dtypes } from "./dtype.js";
import { type Path, Refusal } from "./errors.js";
import { checkForm } from "./form.js";
import { type Attributes, type Graph, graphVersion, isSource } from "./graph.js";
import { defaultLimits, type Limits } from "./limits.js";
import type { Registry } from "./registry.js";
import { formatShape, sameShape } from "./shape.js";
import { suggest } from "./suggest.js";

const dtype = z.enum(dtypes as ["float64", "float32", "int32", "bool"]);
const nodeForm = z.strictObject({
  id: z.string().min(1),
  op: z.string(),
  in: z.array(z.string()).default([]),
  attributes: z.record(z.string(), z.json()).default({}),
  shape: z.array(z.union([z.int().min(0), z.string()])),
  dtype,
  of: z.string().optional(),
  via: z.string().optional(),
  rule: z.string().optional(),
});
const graphForm = z.strictObject({
  graph: z.literal(graphVersion),
  name: z.string(),
  dtype: z.enum(["float64", "float32"]),
  mode: z.enum(["train", "eval"]),
  seed: z.number(),
  outputs: z.record(z.string(), z.string()),
  updates: z.record(z.string(), z.string()),
  nodes: z.array(nodeForm),
});
type NodeDocument = z.infer<typeof nodeForm>;

/**
 * Reads the document that `graphToJson` writes, and checks it as `build` would: ids, order, ops, attributes,
 * and that each shape and dtype is the one that the op makes.
 * @param file its name, for messages
 * @throws {Refusal} as parseDocument and Builder.call; wrong-shape | unknown-node
 */
export function graphFromJson(text: string, registry: Registry, file = "graph.json", limits: Limits = defaultLimits): Graph {
  const document = parseDocument(text, file, limits);
  try {
    return readGraph(document, registry, limits);
  } catch (error) {
    throw error instanceof Refusal ? document.place(error) : error;
  }
}

function readGraph({ value }: SourceDocument, registry: Registry, limits: Limits): Graph {
  const form = checkForm(graphForm, value, []);
  const builder = new Builder({ ...form, registry, limits });
  form.nodes.forEach((node, i) => {
    const { of, via, rule } = node;
    const provenance = of === undefined ? undefined : { of, ...(via !== undefined && { via }), rule: rule ?? "" };
    builder.within({ scope: node.id, path: ["nodes", i], provenance }, () => appendNode(builder, node));
  });
  for (const field of ["outputs", "updates"] as const) {
    for (const [name, id] of Object.entries(form[field])) {
      if (!builder.has(id) || (field === "updates" && !builder.has(name))) throw unknownNode(id, [field, name], builder);
    }
  }
  return builder.finish(form);
}

function appendNode(builder: Builder, node: NodeDocument): void {
  const attributes = node.attributes as Attributes;
  if (isSource(node.op)) {
    builder.source(node.op, node.id, Object.freeze(node.shape), node.dtype, attributes);
    return;
  }
  const inputs = node.in.map((id, i) => {
    if (!builder.has(id)) throw unknownNode(id, ["in", i], builder);
    return builder.get(id);
  });
  const value = builder.name(builder.call(builder.registry.get("ops", node.op), inputs, attributes), node.id);
  if (sameShape(value.shape, node.shape) && value.dtype === node.dtype) return;
  throw new Refusal({
    code: "wrong-shape",
    path: ["shape"],
    got: `${node.dtype} ${formatShape(node.shape)}`,
    need: `${value.dtype} ${formatShape(value.shape)}, which ${node.op} makes of its inputs`,
  });
}

function unknownNode(id: string, path: Path, builder: Builder): Refusal {
  return new Refusal({
    code: "unknown-node",
    path,
    got: JSON.stringify(id),
    need: "the id of an earlier node",
    ...suggest(id, builder.values.flatMap((value) => value.id ?? [])),
  });
}
