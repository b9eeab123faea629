/** Every bound on what untrusted input may cost, checked before anything is allocated. */
export interface Limits {
  /** UTF-8 bytes of a spec or graph document. */
  readonly documentBytes: number;
  /** Nesting of a JSON document. */
  readonly documentDepth: number;
  /** Nodes of a graph after blocks are expanded. */
  readonly nodes: number;
  /** Instances of blocks in a graph, those within others included; counted before any is expanded. */
  readonly instances: number;
  /** Nesting of blocks within blocks, and of composites within composites. */
  readonly depth: number;
  /** Elements of one tensor. */
  readonly elements: number;
  /** Bytes of one plan's memory. */
  readonly planBytes: number;
  /** Bytes of one data file. */
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
