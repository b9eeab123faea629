import type { Container, Item, Syntax, SyntaxTree } from "./syntax.js";
import type { Comment } from "./tokens.js";

/** What fits into so many columns, and holds no comment, is written on one line. */
const columns = 110;

/** The text of a syntax tree. What it says is in the tree, how it is laid out is decided here alone. */
export function printSyntax({ root, end }: SyntaxTree): string {
  const printer = new Printer();
  printer.item(root, { indent: 0, isFirst: true, isLast: true });
  printer.lines(end, 0, true);
  return printer.text();
}

interface Place {
  /** Columns to the left of it. */
  readonly indent: number;
  /** Whether it is the first thing below an opening bracket. */
  readonly isFirst: boolean;
  /** Whether no comma follows. */
  readonly isLast: boolean;
}

class Printer {
  readonly #parts: string[] = [];
  readonly #widths = new WeakMap<Container, number>();

  text(): string {
    return this.#parts.join("");
  }

  /** An item on lines of its own, with its comments and its comma. */
  item(item: Item, { indent, isFirst, isLast }: Place): void {
    this.lines(item.above, indent, !isFirst);
    if (item.isApart && !(isFirst && item.above.length === 0)) this.#parts.push("\n");
    const before = [
      ...item.inline.map(textOf),
      ...(item.key === undefined ? [] : [`${item.key}:`]),
      ...item.inner.map(textOf),
    ];
    const start = `${" ".repeat(indent)}${before.map((part) => `${part} `).join("")}`;
    this.#parts.push(start);
    this.#value(item.value, indent, columns - start.length - (isLast ? 0 : 1));
    this.#parts.push(isLast ? "" : ",", ...item.after.map((comment) => ` ${placed(comment, indent)}`), "\n");
  }

  /** Comments on lines of their own. */
  lines(comments: readonly Comment[], indent: number, isBelowOther: boolean): void {
    comments.forEach((comment, i) => {
      if (comment.breaks > 1 && (i > 0 || isBelowOther)) this.#parts.push("\n");
      this.#parts.push(`${" ".repeat(indent)}${placed(comment, indent)}\n`);
    });
  }

  /** @param room columns that are left on the line */
  #value(value: Syntax, indent: number, room: number): void {
    if (value.kind === "scalar") this.#parts.push(value.text);
    else if (this.#width(value) <= room) this.#flat(value);
    else this.#broken(value, indent);
  }

  #broken(value: Container, indent: number): void {
    const { kind, opening, head, items, end } = value;
    const inner = indent + 2;
    this.#parts.push(
      kind === "object" ? "{" : "[",
      ...opening.map((comment) => ` ${placed(comment, indent)}`),
      "\n",
    );
    this.lines(head, inner, false);
    if (head.length > 0 && items.length > 0) this.#parts.push("\n");
    if (isNumbers(value)) this.#filled(items, inner);
    else
      items.forEach((item, i) =>
        this.item(item, { indent: inner, isFirst: i === 0, isLast: i === items.length - 1 }),
      );
    this.lines(end, inner, items.length > 0);
    this.#parts.push(" ".repeat(indent), kind === "object" ? "}" : "]");
  }

  /** Numbers, as many a line as fit. */
  #filled(items: readonly Item[], indent: number): void {
    let line = "";
    items.forEach(({ value }, i) => {
      const text = `${(value as { readonly text: string }).text}${i === items.length - 1 ? "" : ","}`;
      if (line !== "" && indent + line.length + 1 + text.length > columns) {
        this.#parts.push(" ".repeat(indent), line, "\n");
        line = text;
      } else line = line === "" ? text : `${line} ${text}`;
    });
    this.#parts.push(" ".repeat(indent), line, "\n");
  }

  #flat(value: Syntax): void {
    if (value.kind === "scalar") {
      this.#parts.push(value.text);
      return;
    }
    const isObject = value.kind === "object" && value.items.length > 0;
    this.#parts.push(value.kind === "object" ? "{" : "[", isObject ? " " : "");
    value.items.forEach(({ key, value: inner }, i) => {
      this.#parts.push(i === 0 ? "" : ", ", key === undefined ? "" : `${key}: `);
      this.#flat(inner);
    });
    this.#parts.push(isObject ? " " : "", value.kind === "object" ? "}" : "]");
  }

  /** Columns that a value takes on one line; infinite where it cannot stand on one. */
  #width(value: Syntax): number {
    if (value.kind === "scalar") return value.text.length;
    let width = this.#widths.get(value);
    if (width === undefined) {
      width = this.#measured(value);
      this.#widths.set(value, width);
    }
    return width;
  }

  #measured({ kind, opening, head, items, end, isOpen }: Container): number {
    if (isOpen === true || opening.length + head.length + end.length > 0) return Infinity;
    const brackets = kind === "object" && items.length > 0 ? 4 : 2;
    const between = 2 * Math.max(items.length - 1, 0);
    return items.reduce((sum, item) => {
      if (isCommented(item)) return Infinity;
      return sum + (item.key === undefined ? 0 : item.key.length + 2) + this.#width(item.value);
    }, brackets + between);
  }
}

function isCommented({ above, inline, inner, after }: Item): boolean {
  return above.length + inline.length + inner.length + after.length > 0;
}

/** A list of nothing but numbers. */
function isNumbers({ kind, items }: Container): boolean {
  return (
    kind === "list" &&
    items.length > 0 &&
    items.every(
      (item) => !isCommented(item) && item.value.kind === "scalar" && /^[-\d]/.test(item.value.text),
    )
  );
}

const textOf = ({ text }: Comment): string => text;

/** A comment as it stands at an indent: one whose every line begins with a star keeps its stars in a column. */
function placed({ text }: Comment, indent: number): string {
  const [first = "", ...rest] = text.split("\n");
  if (!rest.every((line) => /^\s*\*/.test(line))) return text;
  return [first, ...rest.map((line) => `${" ".repeat(indent + 1)}${line.trim()}`)].join("\n");
}
