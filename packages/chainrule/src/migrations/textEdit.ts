import { createScanner, type Node } from "jsonc-parser";

/** A piece of text that takes the place of another. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** A property and its comma go; where they had a line to themselves, the line goes. */
export function removal({ offset, length }: Node, text: string): Edit[] {
  const end = offset + length;
  const scanner = createScanner(text, true);
  scanner.setPosition(end);
  scanner.scan();
  const comma = scanner.getTokenOffset();
  const hasComma = text[comma] === ",";
  if (hasComma && comma > end)
    return [
      { offset, length, text: "" },
      { offset: comma, length: 1, text: "" },
    ];
  let [from, to] = [offset, hasComma ? comma + 1 : end];
  while (text[from - 1] === " " || text[from - 1] === "\t") from--;
  while (text[to] === " " || text[to] === "\t" || text[to] === "\r") to++;
  const isLine = text[from - 1] === "\n" && text[to] === "\n";
  return [
    isLine
      ? { offset: from, length: to + 1 - from, text: "" }
      : { offset, length: (hasComma ? comma + 1 : end) - offset, text: "" },
  ];
}

/** JSON on one line with a space after each mark, as people write it. */
export function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
