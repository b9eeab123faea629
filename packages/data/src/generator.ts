import type { AttributeSchema, AttributesOf, Draws } from "@chainrule/core";
import { dataKeys } from "./section.js";

/** A column of generated rows: one class number a row, of so many classes, or `width` real numbers a row. */
export type GeneratedColumn = { readonly classes: number } | { readonly width: number };

/** Rows that are computed one at a time, so that how many there are can be checked before any is. */
export interface Generated {
  /** How many rows; it may be more than anyone would allow. */
  readonly rows: number;
  readonly columns: Readonly<Record<string, GeneratedColumn>>;
  /**
   * The values of one row, by column: as many as the column is wide, or its class number. The same for the same
   * row, whichever others are asked for.
   */
  row(row: number): Readonly<Record<string, readonly number[]>>;
}

/**
 * A source of rows that a spec can name: `"data": { "generator": "spiral", "classes": 3 }`. Its attributes stand
 * beside its name.
 */
export interface DataGenerator<S extends AttributeSchema = AttributeSchema, N extends string = string> {
  readonly name: N;
  readonly doc: { readonly summary: string; readonly source?: string };
  readonly attributes?: S;
  /** The attribute that the number of rows grows with; it is named where there are too many. */
  readonly size?: string;
  /** Values to suggest for attributes that have no default. */
  readonly example?: Partial<AttributesOf<S>>;
  /**
   * What the attributes describe. It costs little, whatever their size: work belongs in `row`.
   * @param draws random numbers of the spec's seed, for this generator alone; as draws(row, coordinate), so that
   *   a row's do not depend on how many there are
   * @throws {Refusal} where attributes do not fit each other, with their key as path
   */
  make(attributes: AttributesOf<S>, draws: Draws): Generated;
}

declare module "@chainrule/core" {
  interface Contributions {
    generators: DataGenerator;
  }
}

/**
 * Declares a generator.
 * @throws {TypeError} an attribute with the name of a key that `data` uses itself
 */
export function defineGenerator<
  const S extends AttributeSchema = Record<never, never>,
  const N extends string = string,
>(generator: DataGenerator<S, N> & { readonly size?: keyof S & string }): DataGenerator<S, N> {
  for (const key of dataKeys) {
    if (generator.attributes && Object.hasOwn(generator.attributes, key)) {
      throw new TypeError(`generator ${generator.name}: attribute name "${key}" is reserved`);
    }
  }
  return Object.freeze(generator);
}
