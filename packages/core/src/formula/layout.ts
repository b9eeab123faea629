import {
  type Expression,
  isOperation,
  type NumberExpression,
  type OperationExpression,
  type SymbolExpression,
  type SymbolName,
  type Way,
} from "./expression.js";

/** How tightly text binds. */
export const binding = { relation: 0, sum: 1, hadamard: 2, product: 3, power: 4, atom: 5 } as const;
export type Binding = (typeof binding)[keyof typeof binding];

/** A piece of a formula, written down. */
export interface Piece {
  readonly text: string;
  readonly binding: Binding;
  /** Whether it ends in what would take in a factor that followed, as Σ does. */
  readonly isOpen?: boolean;
  /** Whether a superscript would be its second. */
  readonly isRaised?: boolean;
  /** How many ᵀ are in it. */
  readonly turns: number;
}

/** What a form of writing does with pieces that are already in parentheses where they need them. */
export interface Script {
  /** Between factors: of numbers and matrices, of two numbers in digits, of tensors element by element. */
  readonly times: string;
  readonly dot: string;
  readonly hadamard: string;
  symbol(name: SymbolName, isTurned: boolean): string;
  number(value: number): Pick<Piece, "text" | "binding">;
  parenthesise(text: string): string;
  transpose(text: string): string;
  fraction(above: Piece, below: Piece): Pick<Piece, "text" | "binding">;
  power(base: string, exponent: string): string;
  root(x: string): string;
  call(name: string, below: string | undefined, operands: string): string;
  fence(label: string, x: string): string;
  cases(condition: string, yes: string, no: string): string;
  indicator(condition: string): string;
  over(label: string, below: string | undefined): string;
  index(text: string, by: string): string;
  /** With the spaces around it, as all that stands between two operands. */
  relation(sign: string): string;
  infix(operator: string): string;
}

/** How matrices lie where nothing else decides. */
export interface LayoutOptions {
  /** Whether products are written turned: `Wᵀ x` and not `xᵀ W`. Default false. */
  readonly turnsProducts?: boolean;
}

/**
 * Writes an expression down.
 * @param want which way the result is to lie, where it is a matrix or a vector; default: whichever takes fewer ᵀ
 */
export function layOut(
  expression: Expression,
  script: Script,
  want?: Way,
  options: LayoutOptions = {},
): Piece {
  return new Layout(script, options.turnsProducts ?? false).piece(expression, want);
}

class Layout {
  readonly #script: Script;
  readonly #turnsProducts: boolean;
  readonly #known = new Map<Expression, Map<Way | undefined, Piece>>();

  constructor(script: Script, turnsProducts: boolean) {
    this.#script = script;
    this.#turnsProducts = turnsProducts;
  }

  piece(expression: Expression, want?: Way): Piece {
    let pieces = this.#known.get(expression);
    if (pieces === undefined) this.#known.set(expression, (pieces = new Map<Way | undefined, Piece>()));
    let piece = pieces.get(want);
    if (piece === undefined) pieces.set(want, (piece = this.#make(expression, want)));
    return piece;
  }

  #make(expression: Expression, want: Way | undefined): Piece {
    if (expression.kind === "symbol") return this.#symbol(expression, want);
    if (expression.kind === "number") return this.#number(expression);
    if (rankOf(expression) > 2) return this.#matrices(expression, want ?? "canonical");
    if (want === undefined && rankOf(expression) === 2) {
      const [first, second]: Way[] = this.#turnsProducts ? ["turned", "canonical"] : ["canonical", "turned"];
      return fewest(this.piece(expression, first), this.piece(expression, second));
    }
    return this.#operation(expression, want);
  }

  /** More than two axes: a function's result is turned as a whole, since nobody knows what it does to each matrix. */
  #matrices(expression: OperationExpression, want: Way): Piece {
    if (want !== "turned" || expression.kind !== "call") return this.#operation(expression, want);
    return this.#raised(this.#operation(expression, "canonical"));
  }

  #symbol(symbol: SymbolExpression, want: Way | undefined): Piece {
    const { name } = symbol;
    const lies = symbol.way ?? usualWay(symbol, want);
    const isTurned = lies !== undefined && want !== undefined && want === opposite[lies];
    return {
      text: this.#script.symbol(name, isTurned),
      binding: binding.atom,
      isRaised: isTurned || name.sup !== undefined,
      turns: isTurned ? 1 : 0,
    };
  }

  #number({ value }: NumberExpression): Piece {
    return { ...this.#script.number(value), turns: 0 };
  }

  #operation(expression: OperationExpression, want: Way | undefined): Piece {
    const { kind, operands } = expression;
    const operand = (i: number): Piece => this.piece(operands[i]!, wayInside(expression, operands[i]!, want));
    switch (kind) {
      case "add":
        return this.#add(operand(0), operand(1));
      case "subtract":
        return this.#joined(" - ", operand(0), binding.sum, operand(1), binding.hadamard, binding.sum);
      case "multiply":
        return this.#multiply(operands, operand(0), operand(1));
      case "product":
      case "outer":
        return this.#product(expression, want);
      case "divide":
        return this.#gathered([operand(0), operand(1)], () => this.#script.fraction(operand(0), operand(1)));
      case "negate":
        return this.#negate(operand(0));
      case "power":
        return this.#power(operand(0), operand(1));
      case "transpose":
        return this.#transpose(operands[0]!, want);
      case "relation":
        return this.#joined(
          this.#script.relation(expression.label!),
          operand(0),
          binding.sum,
          operand(1),
          binding.sum,
          binding.relation,
          true,
        );
      case "infix":
        return this.#joined(
          this.#script.infix(expression.label!),
          operand(0),
          binding.product,
          operand(1),
          binding.product,
          binding.hadamard,
        );
      case "over":
        return this.#over(expression, operand(0));
      case "index":
        return this.#index(operand(0), this.piece(operands[1]!));
      default:
        return this.#enclosed(
          expression,
          operands.map((_, i) => operand(i)),
        );
    }
  }

  /** What stands between signs of its own, and needs no parentheses. */
  #enclosed({ kind, label, below }: OperationExpression, pieces: readonly Piece[]): Piece {
    const script = this.#script;
    const [first = "", second = "", third = ""] = pieces.map(({ text }) => text);
    const list = pieces.map(({ text }) => text).join(", ");
    return this.#gathered(pieces, () => {
      const text =
        kind === "root"
          ? script.root(first)
          : kind === "fence"
            ? script.fence(label!, first)
            : kind === "cases"
              ? script.cases(first, second, third)
              : kind === "indicator"
                ? script.indicator(first)
                : kind === "list"
                  ? `[${list}]`
                  : script.call(label!, below, list);
      return { text, binding: binding.atom };
    });
  }

  #gathered(pieces: readonly Piece[], write: () => Pick<Piece, "text" | "binding">): Piece {
    return { ...write(), turns: pieces.reduce((sum, { turns }) => sum + turns, 0) };
  }

  /** In parentheses where it binds less tightly, or where it begins with a minus that another sign precedes. */
  #atLeast(least: Binding, piece: Piece, isAfterSign = false): string {
    const needs = piece.binding < least || (isAfterSign && piece.text.startsWith("-"));
    return needs ? this.#script.parenthesise(piece.text) : piece.text;
  }

  #joined(
    sign: string,
    left: Piece,
    leftLeast: Binding,
    right: Piece,
    rightLeast: Binding,
    result: Binding,
    takesMinus = false,
  ): Piece {
    const isClosed = left.isOpen && result >= binding.hadamard;
    const closed = isClosed ? this.#script.parenthesise(left.text) : undefined;
    const text = `${closed ?? this.#atLeast(leftLeast, left)}${sign}${this.#atLeast(rightLeast, right, !takesMinus)}`;
    return { text, binding: result, isOpen: right.isOpen ?? false, turns: left.turns + right.turns };
  }

  /** A sum, in which a term that begins with a minus is subtracted. */
  #add(left: Piece, right: Piece): Piece {
    const [a, b] = [this.#atLeast(binding.sum, left), this.#atLeast(binding.sum, right)];
    const text = b.startsWith("-") ? `${a} - ${b.slice(1)}` : `${a} + ${b}`;
    return { text, binding: binding.sum, turns: left.turns + right.turns };
  }

  #negate(x: Piece): Piece {
    const text = `-${this.#atLeast(binding.hadamard, x, true)}`;
    const tightest = x.binding < binding.hadamard ? binding.product : Math.min(x.binding, binding.product);
    return { ...x, text, binding: tightest as Binding, isRaised: false };
  }

  #multiply([a, b]: readonly Expression[], left: Piece, right: Piece): Piece {
    const isHadamard = isTensor(a!) && isTensor(b!);
    if (!isHadamard) {
      const isDigits = right.binding >= binding.hadamard && /^\d/.test(right.text);
      const sign = isDigits ? this.#script.dot : this.#script.times;
      const result = right.binding === binding.hadamard ? binding.hadamard : binding.product;
      return this.#joined(sign, left, binding.product, right, binding.hadamard, result);
    }
    // W δ ⊙ u could be read either way.
    const whole = (x: Expression, piece: Piece): Piece =>
      isMatrixProduct(x)
        ? { ...piece, text: this.#script.parenthesise(piece.text), binding: binding.atom }
        : piece;
    return this.#joined(
      this.#script.hadamard,
      whole(a!, left),
      binding.hadamard,
      whole(b!, right),
      binding.hadamard,
      binding.hadamard,
    );
  }

  #power(base: Piece, exponent: Piece): Piece {
    const needs = base.binding < binding.atom || base.isRaised;
    const text = this.#script.power(needs ? this.#script.parenthesise(base.text) : base.text, exponent.text);
    return { text, binding: binding.power, isRaised: true, turns: base.turns + exponent.turns };
  }

  /**
   * A matrix product one way, or as (A B)ᵀ = Bᵀ Aᵀ the other: whichever the result's way asks for. A number lies
   * both ways.
   */
  #product(expression: OperationExpression, want: Way | undefined): Piece {
    const [a, b] = expression.operands as [Expression, Expression];
    const isOuter = expression.kind === "outer";
    const [left, right]: [Way, Way] = isOuter ? ["column", "row"] : ["row", "column"];
    const [wayOfA, wayOfB] = [factorWay(a, left, isOuter), factorWay(b, right, isOuter)];
    const straight = (): Piece => this.#factors(this.piece(a, wayOfA), this.piece(b, wayOfB));
    const turned = (): Piece =>
      this.#factors(this.piece(b, wayOfB && opposite[wayOfB]), this.piece(a, wayOfA && opposite[wayOfA]));
    const [usual, other] = this.#turnsProducts ? [turned, straight] : [straight, turned];
    const { shape } = expression;
    if (shape === undefined) return straight();
    if (shape.length === 0) return fewest(usual(), other());
    // A vector times each of many matrices: no ᵀ of the result is one of them.
    if (rankOf(a) + rankOf(b) > 3 && Math.min(rankOf(a), rankOf(b)) === 1) return straight();
    if (want === undefined) return usual();
    const lies: Way = shape.length > 1 ? "canonical" : rankOf(a) === 2 ? "column" : "row";
    return want === opposite[lies] ? turned() : straight();
  }

  #factors(left: Piece, right: Piece): Piece {
    return this.#joined(this.#script.times, left, binding.product, right, binding.product, binding.product);
  }

  #transpose(x: Expression, want: Way | undefined): Piece {
    const rank = x.shape?.length;
    if (rank === 0 || rank === 1) return this.piece(x, want);
    if (rank !== undefined) return this.piece(x, opposite[want ?? "canonical"]);
    return this.#raised(this.piece(x));
  }

  #raised({ text, binding: own, isRaised, turns }: Piece): Piece {
    const base = own < binding.atom || isRaised ? this.#script.parenthesise(text) : text;
    return { text: this.#script.transpose(base), binding: binding.atom, isRaised: true, turns: turns + 1 };
  }

  #over({ label, below }: OperationExpression, x: Piece): Piece {
    const text = `${this.#script.over(label!, below)} ${this.#atLeast(binding.hadamard, x, true)}`;
    return { text, binding: binding.product, isOpen: true, turns: x.turns };
  }

  #index(x: Piece, by: Piece): Piece {
    const base = x.binding < binding.atom ? this.#script.parenthesise(x.text) : x.text;
    return { text: this.#script.index(base, by.text), binding: binding.atom, turns: x.turns };
  }
}

export const opposite: Readonly<Record<Way, Way>> = {
  canonical: "turned",
  turned: "canonical",
  row: "column",
  column: "row",
};

function fewest(usual: Piece, other: Piece): Piece {
  return other.turns < usual.turns ? other : usual;
}

function isTensor({ shape }: Expression): boolean {
  return shape !== undefined && shape.length > 0;
}

function isMatrixProduct(x: Expression): boolean {
  if (!isOperation(x)) return false;
  if (x.kind === "product" || x.kind === "outer") return true;
  return x.kind === "multiply" && x.operands.some(isMatrixProduct);
}

/** Operands of the result's rank lie as it does; any others as they like, and so does a bias that is a vector. */
function wayInside(
  expression: OperationExpression,
  operand: Expression,
  want: Way | undefined,
): Way | undefined {
  const { kind, shape, operands, isOfMatrices } = expression;
  const isTerm = (kind === "add" || kind === "subtract") && operands.some(isOperation);
  if (isTerm && shape?.length === 1 && operand.kind === "symbol") return undefined;
  const isOfLike = kind !== "call" && Math.min(rankOf(expression), rankOf(operand)) > 1;
  const isMatrix = kind === "over" ? isOfMatrices === true : isOfLike;
  return want !== undefined && (isMatrix || shape?.length === operand.shape?.length) ? want : undefined;
}

function factorWay({ shape }: Expression, vector: Way, isOuter: boolean): Way | undefined {
  if (shape === undefined) return isOuter ? vector : undefined;
  return shape.length > 1 ? "canonical" : vector;
}

/** How many axes there are; 0 where that is not known. */
function rankOf({ shape }: Expression): number {
  return shape?.length ?? 0;
}

/** How a symbol lies of which nobody says it: a vector of which nothing is known is a column, of many matrices each as it is. */
function usualWay(symbol: SymbolExpression, want: Way | undefined): Way | undefined {
  if (rankOf(symbol) > 2) return "canonical";
  return symbol.shape === undefined && (want === "row" || want === "column") ? "column" : undefined;
}
