import { z } from "zod";
import { dtypes } from "./dtype.js";
import { graphVersion } from "./graph.js";

const dimPattern = /^[A-Za-z][A-Za-z0-9_]*$/;
const dtype = z.enum(dtypes as ["float64", "float32", "int32", "bool"]);
const nodeForm = z.strictObject({
  id: z.string().min(1),
  op: z.string(),
  in: z.array(z.string()).default([]),
  attributes: z.record(z.string(), z.json()).default({}),
  shape: z.array(z.union([z.int().min(0), z.string().regex(dimPattern, "a dim's name")])),
  dtype,
  of: z.string().optional(),
  via: z.string().optional(),
  rule: z.string().optional(),
});
/** The form of the document that `graphToJson` writes; what its nodes mean is checked node by node. */
export const graphForm = z.strictObject({
  graph: z.literal(graphVersion),
  name: z.string(),
  dtype: z.enum(["float64", "float32"]),
  mode: z.enum(["train", "eval"]),
  seed: z.number(),
  conventions: z
    .strictObject({ profile: z.string(), gradient: z.string(), notation: z.record(z.string(), z.string()) })
    .optional(),
  uses: z.record(z.string(), z.string()).optional(),
  outputs: z.record(z.string(), z.string()),
  updates: z.record(z.string(), z.string()),
  nodes: z.array(nodeForm),
});

export type NodeDocument = z.infer<typeof nodeForm>;
