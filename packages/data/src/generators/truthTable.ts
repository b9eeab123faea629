import { attribute, type DefaultedAttribute } from "@chainrule/core";
import { defineGenerator, type DataGenerator } from "../generator.js";
import { noiseAttribute } from "./attributes.js";
import { noisy } from "./noisy.js";

interface Gate<N extends string> {
  readonly name: N;
  readonly summary: string;
  readonly source?: string;
  /** What the points (0,0), (0,1), (1,0), (1,1) become. */
  readonly truth: readonly [number, number, number, number];
}

/** The attributes of a gate's rows. */
export type GateAttributes = {
  readonly copies: DefaultedAttribute<number>;
  readonly noise: DefaultedAttribute<number>;
};

/**
 * The generator of a boolean function of two arguments: row i is the corner (0,0), (0,1), (1,0) or (1,1) whose number
 * is i mod 4, with noise, and the function of the corner. More copies keep the first rows.
 */
export function truthTable<N extends string>({
  name,
  summary,
  source,
  truth,
}: Gate<N>): DataGenerator<GateAttributes, N> {
  return defineGenerator({
    name,
    doc: { summary, ...(source !== undefined && { source }) },
    attributes: {
      copies: attribute.integer({ doc: "how often each of the four points occurs", min: 1, default: 1 }),
      noise: noiseAttribute(0),
    },
    size: "copies",
    make: ({ copies, noise }, draws) => ({
      rows: 4 * copies,
      columns: { x: { width: 2 }, y: { classes: 2 } },
      row(row) {
        const corner = row % 4;
        const point = [Math.floor(corner / 2), corner % 2];
        return { x: noisy(point, noise, draws, { row }), y: [truth[corner]!] };
      },
    }),
  });
}
