import { attribute, defineInitialiser, type StaticShape } from "@chainrule/core";
import { Qr } from "../linear/householder.js";

/**
 * An orthogonal matrix times `gain`: it keeps the length of every vector, where entries drawn one by one do so on
 * average only. The Q of a normal draw's QR, with R's diagonal positive: so every orthogonal matrix is equally likely.
 * The columns of a tall matrix are orthonormal, the rows of a wide one.
 *
 * A tensor is read as a matrix, as its fans are: all axes but the last are rows (a vector is one column), and a
 * convolution's kernel [O, C, KH, KW] has a row for each output. The time it takes grows with the cube of the smaller side.
 * @see Saxe, McClelland, Ganguli, ICLR 2014; Mezzadri, Notices of the AMS 54 (2007), on the diagonal
 */
export const orthogonalInitialiser = defineInitialiser({
  name: "orthogonal",
  doc: {
    summary: "an orthogonal matrix, all equally likely, times gain: keeps the length of vectors",
    source: "Saxe, McClelland, Ganguli, ICLR 2014",
  },
  attributes: { gain: attribute.number({ doc: "factor of the matrix", default: 1 }) },
  fill(shape, draws, { gain }) {
    const [rows, columns] = matrixShape(shape);
    const isWide = rows < columns;
    const [length, count] = isWide ? [columns, rows] : [rows, columns];
    const drawn = Array.from({ length: count }, (_, j) =>
      Float64Array.from({ length }, (_unused, i) =>
        draws.normal(0, isWide ? j * columns + i : i * columns + j),
      ),
    );
    const qr = new Qr(drawn);
    const q = Array.from({ length: count }, (_, k) => qr.column(k));
    return (element) => {
      const [row, column] = [Math.floor(element / columns), element % columns];
      return gain * (isWide ? q[row]![column]! : q[column]![row]!);
    };
  },
});

function matrixShape(shape: StaticShape): readonly [rows: number, columns: number] {
  const product = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);
  if (shape.length === 4) return [shape[0]!, product(shape.slice(1))];
  if (shape.length < 2) return [product(shape), 1];
  return [product(shape.slice(0, -1)), shape.at(-1)!];
}
