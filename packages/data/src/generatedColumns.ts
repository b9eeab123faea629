import { formatShape, Refusal } from "@chainrule/core";
import { type Field, ownValue } from "./field.js";
import type { Generated } from "./generator.js";
import { misfitOf, type Taker } from "./misfit.js";
import type { DataSpec } from "./section.js";
import { listed, nearTo, quoted } from "./words.js";

/** The column of a generator that an input takes. */
export interface GeneratedBinding {
  readonly field: Field;
  readonly column: string;
}

/**
 * The column that an input takes: the one that `columns` names, else that of its own name. Numbers are for a float
 * input with as many elements a row; classes for an int32 input, for a float one encoded as oneHot, and two of
 * them, as 0 and 1, for any input of one value a row.
 * @throws {Refusal} unbound-input | unknown-column | column-count; what {@link misfitOf} says
 */
export function takenColumn(name: string, generated: Generated, spec: DataSpec, taker: Taker): string {
  const { id } = taker.field;
  const given = ownValue(spec.columns, id);
  if (Array.isArray(given) && given.length > 1) {
    throw new Refusal({
      code: "column-count",
      path: ["data", "columns", id],
      got: `${given.length} columns`,
      need: `one column of generator ${name}, which is taken whole: ${columnList(generated)}`,
      ...suggested(generated, taker),
    });
  }
  const column = given === undefined ? id : [given].flat()[0]!;
  const made = ownValue(generated.columns, column);
  if (made === undefined) {
    const need = `a column of generator ${name}: ${columnList(generated)}`;
    const fitting = suggested(generated, taker);
    if (given === undefined) throw unbound(taker, need, fitting);
    const path = ["data", "columns", id, ...(Array.isArray(given) ? [0] : [])];
    const near = { ...fitting, ...nearTo(column, Object.keys(generated.columns)) };
    throw new Refusal({ code: "unknown-column", path, got: quoted(column), need, ...near });
  }
  const misfit = misfitOf(made, taker, `column ${column} of generator ${name}`);
  if (misfit !== undefined) throw new Refusal(misfit);
  return column;
}

function unbound({ field, input }: Taker, need: string, fitting: { try?: string }): Refusal {
  const line = `"columns": { ${JSON.stringify(field.id)}: ${fitting.try} }`;
  return new Refusal({
    code: "unbound-input",
    path: ["data", "columns"],
    at: field.id,
    got: `no column for input ${field.id} of shape ${formatShape(input.shape)}`,
    need,
    ...(fitting.try !== undefined && { try: line }),
  });
}

function columnList({ columns }: Generated): string {
  return listed(Object.keys(columns));
}

/** The first column that an input could take. */
function suggested({ columns }: Generated, taker: Taker): { try?: string } {
  const fitting = Object.entries(columns).find(([, column]) => misfitOf(column, taker, "") === undefined);
  return fitting === undefined ? {} : { try: JSON.stringify(fitting[0]) };
}
