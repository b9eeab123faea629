import type { Node } from "jsonc-parser";
import type { Json } from "../graph.js";
import { layoutJson } from "./jsonLayout.js";
import { endOf, type Gap, gapsOf } from "./textGaps.js";

/** How a line is indented, by how much a level more is, and how lines end. */
export type Indent = readonly [indent: string, unit: string, newline: string];

/** What goes out of and comes into an object or a list. */
export interface ItemChanges {
  readonly removed: ReadonlySet<Node>;
  /** The item that new ones follow; undefined: they come first. It is not removed. */
  readonly after: Node | undefined;
  readonly added: readonly ((indent: Indent) => string)[];
}

interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Edits of one JSON text, whose nodes keep their places until all are applied. */
export class TextEdits {
  readonly #text: string;
  readonly #newline: string;
  readonly #lineStarts: readonly number[];
  readonly #unit: string;
  readonly #edits: TextEdit[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#newline = text.includes("\r\n") ? "\r\n" : "\n";
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
    this.#unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  }

  /** Puts another value in a node's place. */
  replace({ offset, length }: Node, value: Json): void {
    this.#put(offset, offset + length, layoutJson(value, ...this.#indentAt(offset)));
  }

  /** Takes items out of a container and puts others in, with the commas that this needs. */
  change(container: Node, { removed, after, added }: ItemChanges): void {
    if (removed.size === 0 && added.length === 0) return;
    const items = container.children ?? [];
    const gaps = gapsOf(this.#text, container);
    const kept = items.filter((item) => !removed.has(item));
    const lastKept = kept.at(-1);
    const isTrailing = items.length > 0 && gaps.at(-1)!.comma !== undefined;
    const isAtEnd = after === lastKept;
    const commaOfLast = lastKept && gaps[items.indexOf(lastKept) + 1]!.comma;
    if (lastKept && isAtEnd && added.length > 0 && commaOfLast === undefined) {
      const end = endOf(lastKept);
      this.#put(end, end, ",");
    }
    const isFreed = lastKept !== items.at(-1) && !isTrailing && !(isAtEnd && added.length > 0);
    if (commaOfLast !== undefined && isFreed) this.#put(commaOfLast, commaOfLast + 1, "");
    if (added.length > 0) {
      const gap = gaps[after === undefined ? 0 : items.indexOf(after) + 1]!;
      this.#insert(container, gap, added, { isFollowed: !isAtEnd, isTrailing });
    }
    for (let i = 0; i < items.length; i++) {
      if (!removed.has(items[i]!)) continue;
      const first = i;
      while (i + 1 < items.length && removed.has(items[i + 1]!)) i++;
      this.#remove(items[first]!, gaps[first]!, gaps[i + 1]!);
    }
  }

  /** The text after all edits. */
  applied(): string {
    const pieces: string[] = [];
    let done = 0;
    // Sorting is stable: what was put at one place first comes first.
    for (const { from, to, text } of [...this.#edits].sort((a, b) => a.from - b.from)) {
      pieces.push(this.#text.slice(done, from), text);
      done = to;
    }
    return pieces.join("") + this.#text.slice(done);
  }

  #put(from: number, to: number, text: string): void {
    this.#edits.push({ from, to, text });
  }

  #insert(
    container: Node,
    gap: Gap,
    added: ItemChanges["added"],
    { isFollowed, isTrailing }: { readonly isFollowed: boolean; readonly isTrailing: boolean },
  ): void {
    const first = container.children?.[0];
    const inside = this.#text.slice(container.offset + 1, first?.offset ?? endOf(container) - 1);
    const isSpread = inside.includes("\n");
    const [outer, unit, newline] = this.#indentAt(first && isSpread ? first.offset : container.offset);
    const indent: Indent = [first || !isSpread ? outer : outer + unit, unit, newline];
    const isFirstOfList = container.type === "array" && gap.start === container.offset + 1;
    const isOnNewLine = isSpread || gap.isTailLineComment;
    const before = isOnNewLine ? newline + indent[0] : isFirstOfList ? "" : " ";
    const between = isOnNewLine ? before : " ";
    const texts = added.map((write) => write(indent));
    const comma = isFollowed || isTrailing ? "," : "";
    const isTight = container.type === "object" && inside === "";
    const space = isTight || (isFirstOfList && isFollowed && !isOnNewLine) ? " " : "";
    this.#put(gap.tailEnd, gap.tailEnd, `${before}${texts.join(`,${between}`)}${comma}${space}`);
  }

  /** Takes items in a row out, with their commas, the space before them and the comment that ends their line. */
  #remove(first: Node, before: Gap, after: Gap): void {
    const to = after.tailEnd;
    const isLineOver = /^[ \t]*(\r?\n|$)/.test(this.#text.slice(to, this.#lineEnd(to) + 1));
    this.#put(before.isLastLineComment && !isLineOver ? first.offset : before.lastEnd, to, "");
  }

  #indentAt(offset: number): Indent {
    const start = this.#lineStarts[this.#lineOf(offset)]!;
    let end = start;
    while (this.#text[end] === " " || this.#text[end] === "\t") end++;
    return [this.#text.slice(start, end), this.#unit, this.#newline];
  }

  #lineEnd(offset: number): number {
    return (this.#lineStarts[this.#lineOf(offset) + 1] ?? this.#text.length + 1) - 1;
  }

  /** The number of the line that an offset is on, from 0. */
  #lineOf(offset: number): number {
    let [low, high] = [0, this.#lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}
