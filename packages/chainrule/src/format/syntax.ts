import { type Comment, none, type Token, tokens } from "./tokens.js";

/** A value as it was written. */
export type Syntax = Scalar | Container;

/** A text, a number or a word. */
export interface Scalar {
  readonly kind: "scalar";
  readonly text: string;
}

/** An object or a list, and the comments inside it that belong to no item. */
export interface Container {
  readonly kind: "object" | "list";
  /** On the line of the opening bracket. */
  readonly opening: readonly Comment[];
  /** Before the first item, with an empty line between. */
  readonly head: readonly Comment[];
  readonly items: readonly Item[];
  /** After the last item. */
  readonly end: readonly Comment[];
  /** Whether it is printed over several lines, even where one would do. */
  readonly isOpen?: boolean;
}

/** A property of an object, an item of a list or the whole document, with the comments that go where it goes. */
export interface Item {
  /** On lines of their own. */
  readonly above: readonly Comment[];
  /** Whether an empty line stands before it, after `above`. */
  readonly isApart: boolean;
  /** Before it on its own line. */
  readonly inline: readonly Comment[];
  /** Of a property: as it was written, with its quotes. */
  readonly key?: string;
  /** Between key and value. */
  readonly inner: readonly Comment[];
  readonly value: Syntax;
  /** After it on the line where it ends. */
  readonly after: readonly Comment[];
}

/** A whole text: its value, and the comments below it. */
export interface SyntaxTree {
  readonly root: Item;
  readonly end: readonly Comment[];
}

/** The key of a property as it is meant. */
export function keyOf({ key }: Item): string {
  return key === undefined ? "" : (JSON.parse(key) as string);
}

/**
 * Reads a text that `parseDocument` has accepted, so that all of it is kept: what was written, and every comment
 * with what it is about. A comment at the end of a line is about what ends there; any other is about what follows.
 */
export function parseSyntax(text: string): SyntaxTree {
  const reader = new Reader(text);
  const root = reader.item("end");
  return { root, end: reader.free };
}

const lineOver: Line = { same: none, below: none, isWhole: false };
const lineGoesOn: Line = { same: none, below: none, isWhole: true };

type Closer = "}" | "]" | "end";

class Reader {
  readonly #tokens: Generator<Token, undefined>;
  #next: Token;
  /** Comments that were met and belong to what comes next. */
  free: readonly Comment[];

  constructor(text: string) {
    this.#tokens = tokens(text);
    this.#next = this.#tokens.next().value!;
    this.free = this.#next.comments;
  }

  #take(): Token {
    const next = this.#next;
    this.#next = this.#tokens.next().value ?? next;
    return next;
  }

  /** An item of a container that ends with `closer`, and its comma. */
  item(closer: Closer): Item {
    const { above, inline, isApart } = placed(this.free, this.#next.breaks);
    if (closer !== "}") {
      const value = this.#value();
      return { above, isApart, inline, inner: none, value, after: this.#after(closer) };
    }
    const key = this.#take().text;
    const colon = this.#take();
    const inner = joined(colon.comments, this.#next.comments);
    const value = this.#value();
    const after = this.#after(closer);
    if (inner.every(isShort)) return { above, isApart, inline, key, inner, value, after };
    // A comment that ends its line cannot stand there: it is moved above the key.
    const all = [...above, ...inline, ...inner];
    return { above: all, isApart: false, inline: none, key, inner: none, value, after };
  }

  #value(): Syntax {
    const { kind, text } = this.#take();
    if (kind === "{") return this.#container("object", "}");
    return kind === "[" ? this.#container("list", "]") : { kind: "scalar", text };
  }

  #container(kind: Container["kind"], closer: Closer): Container {
    const { same, below, isWhole } = splitLine(this.#next);
    // What is written close before the first item is about the item; in an empty container, about the container.
    const opening = isWhole ? none : same;
    this.free = isWhole ? this.#next.comments : below;
    let head = none;
    if (this.#next.kind !== closer) [head, this.free] = splitHead(this.free, this.#next.breaks);
    const items: Item[] = [];
    while (this.#next.kind !== closer) items.push(this.item(closer));
    const end = this.free;
    this.#take();
    return { kind, opening, head, items, end };
  }

  /** The comments after an item on its own line; those before the next item or the closer become free. */
  #after(closer: Closer): readonly Comment[] {
    const before = splitLine(this.#next);
    this.free = before.below;
    if (this.#next.kind === closer) return before.same;
    const comma = this.#take();
    const behind = splitLine(this.#next);
    const isLineOver = comma.breaks > 0 || before.below.length > 0;
    const leads = behind.isWhole && this.#next.kind !== closer;
    this.free = isLineOver || leads ? joined(before.below, this.#next.comments) : behind.below;
    return isLineOver || leads ? before.same : joined(before.same, behind.same);
  }
}

function joined(a: readonly Comment[], b: readonly Comment[]): readonly Comment[] {
  return a.length === 0 ? b : b.length === 0 ? a : [...a, ...b];
}

interface Line {
  /** Comments on the line of what stands before. */
  readonly same: readonly Comment[];
  /** Comments on later lines. */
  readonly below: readonly Comment[];
  /** Whether the token itself is on that line too. */
  readonly isWhole: boolean;
}

function splitLine({ comments, breaks }: Token): Line {
  if (comments.length === 0) return breaks > 0 ? lineOver : lineGoesOn;
  const broken = comments.findIndex((comment) => comment.breaks > 0);
  const count = broken < 0 ? comments.length : broken;
  return {
    same: comments.slice(0, count),
    below: comments.slice(count),
    isWhole: broken < 0 && breaks === 0,
  };
}

/** The comments before a first item that an empty line parts from it, and the others. */
function splitHead(
  comments: readonly Comment[],
  breaks: number,
): readonly [readonly Comment[], readonly Comment[]] {
  if (comments.length === 0) return [none, none];
  if (breaks > 1) return [comments, none];
  const last = comments.findLastIndex((comment, i) => i > 0 && comment.breaks > 1);
  const count = Math.max(last, 0);
  return [comments.slice(0, count), comments.slice(count)];
}

/** Which of the comments before an item stand on its line, and which above. */
function placed(comments: readonly Comment[], breaks: number): Pick<Item, "above" | "inline" | "isApart"> {
  if (comments.length === 0) return { above: none, inline: none, isApart: breaks > 1 };
  const breaksAfter = (i: number): number => comments[i + 1]?.breaks ?? breaks;
  const last = comments.findLastIndex((comment, i) => !isShort(comment) || breaksAfter(i) > 0);
  const [above, inline] = [comments.slice(0, last + 1), comments.slice(last + 1)];
  return { above, inline, isApart: (inline[0]?.breaks ?? breaks) > 1 };
}

/** Whether more may follow on the line of a comment, which is one line itself. */
function isShort({ isLine, text }: Comment): boolean {
  return !isLine && !text.includes("\n");
}
