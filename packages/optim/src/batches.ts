import { type Dataset, draws, type Feeds, Refusal } from "@chainrule/core";
import { from, type Observable } from "rxjs";
import { z } from "zod";
import { takeRows } from "./rows.js";

/** How a pass over the data is cut into batches. */
export interface BatchRule {
  /** Rows of a batch; `full` is all of them (gradient descent), `single` is one (stochastic descent). */
  readonly size: "full" | "single" | number;
  /**
   * `shuffle` (default): every epoch in a new order that depends on seed and epoch only; `sequential`: in the
   * order of the rows. A full batch always keeps the order of the rows.
   */
  readonly sample?: "shuffle" | "sequential" | undefined;
  /** What becomes of a last batch that is shorter: `keep` (default) or `drop`. */
  readonly last?: "keep" | "drop" | undefined;
}

export const batchSchema: z.ZodType<BatchRule> = z
  .strictObject({
    size: z.union([z.literal("full"), z.literal("single"), z.int().min(1)]).meta({
      description: "rows of a batch",
      examples: ["full"],
    }),
    sample: z.enum(["shuffle", "sequential"]).optional().describe("the order of rows; default shuffle"),
    last: z.enum(["keep", "drop"]).optional().describe("what becomes of a shorter last batch; default keep"),
  })
  .meta({ description: "how the rows are cut into batches", examples: [{ size: "full" }] });

/** One step's share of the data. */
export interface BatchIndices {
  /** Counted from 1. */
  readonly step: number;
  /** Counted from 1. */
  readonly epoch: number;
  /** Rows of the dataset. */
  readonly indices: Uint32Array;
}

/** A batch with its numbers. */
export interface Batch extends BatchIndices {
  /** How many rows. */
  readonly rows: number;
  readonly feeds: Feeds;
}

/** Which rows each step takes: a function of the step, whoever asks and when. */
export interface BatchOrder {
  /** Rows of every batch but perhaps the last of an epoch. */
  readonly size: number;
  /** Steps of an epoch. */
  readonly perEpoch: number;
  /** @param step counted from 1 */
  at(step: number): BatchIndices;
}

/**
 * The order in which steps take `rows` rows.
 * @throws {Refusal} empty-epoch, where every batch would be dropped
 */
export function batchOrder(rows: number, rule: BatchRule, seed: number): BatchOrder {
  const size = rule.size === "full" ? rows : rule.size === "single" ? 1 : Math.min(rule.size, rows);
  const isDropped = rule.last === "drop" && typeof rule.size === "number";
  const perEpoch = isDropped ? Math.floor(rows / rule.size) : Math.ceil(rows / size);
  if (!(perEpoch >= 1)) {
    throw new Refusal({
      code: "empty-epoch",
      got: `${rows} rows, and batches of ${String(rule.size)} of which shorter ones are dropped`,
      need: "at least one batch in an epoch",
      try: '"last": "keep"',
    });
  }
  const orderOf = rule.size === "full" || rule.sample === "sequential" ? inOrder(rows) : shuffled(rows, seed);
  return {
    size,
    perEpoch,
    at(step) {
      const done = Math.floor((step - 1) / perEpoch);
      const start = (step - 1 - done * perEpoch) * size;
      return { step, epoch: done + 1, indices: orderOf(done).subarray(start, Math.min(start + size, rows)) };
    },
  };
}

function inOrder(rows: number): (epoch: number) => Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  return () => order;
}

/** Remembers the epoch that was asked for last. */
function shuffled(rows: number, seed: number): (epoch: number) => Uint32Array {
  const stream = draws(seed, "batch", "");
  let current = -1;
  let order: Uint32Array = new Uint32Array(0);
  return (epoch) => {
    if (epoch !== current) {
      order = stream.permutation(epoch, rows);
      current = epoch;
    }
    return order;
  };
}

/** The rows of step after step, without end. */
export function* batchIndices(rows: number, rule: BatchRule, seed: number): Generator<BatchIndices, never> {
  const order = batchOrder(rows, rule, seed);
  for (let step = 1; ; step++) yield order.at(step);
}

/**
 * Batch after batch, without end, each with its own memory; cold: every subscriber begins at the first.
 * `batches(dataset, { size: 32 }, 0).pipe(take(10))`
 */
export function batches(dataset: Dataset, rule: BatchRule, seed: number): Observable<Batch> {
  return from({
    *[Symbol.iterator]() {
      for (const batch of batchIndices(dataset.rows, rule, seed)) {
        yield { ...batch, rows: batch.indices.length, feeds: takeRows(dataset, batch.indices) };
      }
    },
  });
}
