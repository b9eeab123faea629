import { defineSection, nearest } from "@chainrule/core";
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

/** The form of JSON rows: a list of objects. */
export const rowList = z.array(z.record(z.string(), z.unknown()));

/** A row as JSON: values by column. */
export type JsonRow = Readonly<Record<string, unknown>>;

const keys = z.object({
  examples: byInput(z.array(z.unknown()))
    .optional()
    .describe("Inline rows: for each input, a list with one value of the input's shape for each row."),
  generator: z
    .string()
    .min(1)
    .optional()
    .describe("Rows that are computed: the name of a generator. Its attributes stand beside it."),
  csv: z
    .string()
    .min(1)
    .optional()
    .describe("A CSV file with a header, by its path relative to the spec's folder, within that folder."),
  json: z
    .string()
    .min(1)
    .optional()
    .describe("A JSON file that holds a list of objects, one for each row; its path like that of csv."),
  rows: rowList.optional().describe("Inline rows as a list of objects, one for each row: values by column."),
  columns: byInput(z.union([z.string(), z.array(z.string()).min(1)]))
    .optional()
    .describe(
      "Which columns each input takes; of a generator, which one. Left out: the column of the input's own name.",
    ),
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
    .describe(
      'Cell texts that mean "no value". Left out: the empty text only. In JSON rows null and an absent key do always.',
    ),
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

/** The keys that `data` uses itself; every other is an attribute of its generator. */
export const dataKeys: readonly string[] = Object.keys(keys.shape);

// Mistakes elsewhere in the section do not hide an unknown key.
const always = {
  when: ({ value }: { readonly value: unknown }) => typeof value === "object" && value !== null,
};

const data = keys.catchall(z.unknown()).superRefine((value, context) => {
  const unknown = Object.keys(value).filter((key) => !dataKeys.includes(key));
  if (unknown.length === 0 || value.generator !== undefined) return;
  // Beside a misspelt "generator", its attributes are no mistakes of their own.
  const misspelt = unknown.find((key) => nearest(key, dataKeys) === "generator");
  const input = value;
  context.addIssue({ code: "unrecognized_keys", keys: misspelt === undefined ? unknown : [misspelt], input });
}, always);

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
