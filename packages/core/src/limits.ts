/**
 * Every bound on what untrusted input may cost, checked before anything is allocated.
 *
 * What is beyond a limit in size, depth or number is refused in well under a second. A document within its limits is
 * read, and refused for what is wrong in it, in at most about 1.5 µs and 230 bytes of memory for each of its bytes: the
 * costliest that is known, 4 MiB of small circles, takes 6 s and 890 MB. So says the row "many small circles" of
 * `pnpm bench:limits 3400000` (Intel Xeon, Node 20.20, 2026-11-25).
 */
export interface Limits {
  /**
   * UTF-8 bytes of a spec or graph document, and of all files together from which it takes blocks; of a text, which has
   * no bytes, UTF-16 units. Refused by its size, before it is read.
   */
  readonly documentBytes: number;
  /** Nesting of a JSON document, at most 256. Counted token by token, in time linear in what comes before. */
  readonly documentDepth: number;
  /**
   * Nodes of a graph after blocks are expanded, and of its training step. Counted before any is expanded, once for each
   * different body; a literal in a block counts as a node for every 128 bytes, as every copy holds it.
   */
  readonly nodes: number;
  /**
   * Instances of blocks in a graph, those within others included; counted before any is expanded, and no more bodies
   * than that are looked at in counting.
   */
  readonly instances: number;
  /** Nesting of blocks within blocks, and of composites within composites. */
  readonly depth: number;
  /** Elements of one tensor: of a parameter when its shape is known, of any other when the batch is. */
  readonly elements: number;
  /** Bytes of one plan's memory, and, apart from it, of all parameters, buffers and slots. */
  readonly planBytes: number;
  /** Bytes of one data file. Refused by its size, or, of a pipe, once it has given more. */
  readonly dataBytes: number;
  /** Rows of one table. */
  readonly rows: number;
}

export const defaultLimits: Limits = Object.freeze({
  documentBytes: 4 * 2 ** 20,
  documentDepth: 64,
  nodes: 4_000_000,
  instances: 200_000,
  depth: 32,
  elements: 2 ** 28,
  planBytes: 8 * 2 ** 30,
  dataBytes: 2 ** 28,
  rows: 4_000_000,
});
