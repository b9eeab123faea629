import { defineSection } from "@chainrule/core";
import { z } from "zod";

const fraction = z.number().gt(0).max(1);

const split = z.strictObject({
  train: fraction.describe("Share of the rows to train on."),
  validation: fraction.optional().describe("Share that steers a run: stop rules, the best checkpoint."),
  test: fraction.optional().describe("Share that is only measured at the end."),
  stratify: z
    .string()
    .optional()
    .describe("A category input; each of its classes is divided in these shares."),
});

const byInput = <T extends z.ZodType>(value: T) => z.record(z.string(), value);

const data = z.strictObject({
  examples: byInput(z.array(z.unknown()))
    .optional()
    .describe("Inline rows: for each input, a list with one value of the input's shape for each row."),
  csv: z
    .string()
    .min(1)
    .optional()
    .describe("A CSV file with a header, by its path relative to the spec's folder, within that folder."),
  columns: byInput(z.union([z.string(), z.array(z.string()).min(1)]))
    .optional()
    .describe("Which columns each input takes. An input of shape [N] takes the column of its own name."),
  labels: byInput(z.array(z.string().min(1)).min(1))
    .optional()
    .describe("The classes of a category input, in order. Left out: those that occur, sorted."),
  encode: byInput(z.enum(["oneHot"]))
    .optional()
    .describe(
      "oneHot: a category as a row of zeros with a one at the class, for a float input [N, classes].",
    ),
  missing: z
    .array(z.string())
    .optional()
    .describe('Cell texts that mean "no value". Left out: the empty text only.'),
  onBadRow: z
    .enum(["error", "skip"])
    .optional()
    .describe(
      "A row whose bound cells lack a value or hold a bad one: refuse it (default), or drop and count it.",
    ),
  split: split
    .optional()
    .describe("Shares of the rows, which sum to 1. Left out: every row is for training."),
});

/** Where a run's rows come from, and how their columns become the inputs of a graph. */
export type DataSpec = z.infer<typeof data>;

/** Shares of the rows. */
export type SplitSpec = z.infer<typeof split>;

/** The `data` key of a spec. */
export const dataSection = defineSection<DataSpec>({
  key: "data",
  doc: "Where rows come from, how columns become inputs, and how rows are divided into train, validation and test.",
  schema: data,
});
