import type { DType, Problem } from "@chainrule/core";
import type { Reader } from "./cell.js";

/** How the cells of one kind of table are read: the texts of a CSV file, the values of JSON rows. */
export interface CellKind<Cell> {
  numbers(dtype: DType): Reader<Cell>;
  /** Labels as their position in the list; where none are listed, any label is accepted, as 0. */
  labels(listed: readonly string[] | undefined): Reader<Cell>;
  /** The text of a cell that `labels` accepts. */
  labelOf(cell: Cell): string;
  /** What a cell without a value is, in words; undefined for a cell with one. */
  absence(cell: Cell, missing: ReadonlySet<string>): string | undefined;
}

/** Rows under named columns, whatever they were read from. */
export interface Table<Cell = string> {
  /** The name that messages call it by. */
  readonly file: string;
  /** Where the table as a whole stands. */
  readonly place: Pick<Problem, "file" | "path">;
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly kind: CellKind<Cell>;
  /** A cell as it is read: the spaces around a text are no part of it. */
  cellAt(row: number, position: number): Cell;
  /** Where a row, or one of its cells, begins: line and column of a file, or a path into the spec. */
  placeOf(row: number, position?: number): Pick<Problem, "file" | "line" | "column" | "quote" | "path">;
}
