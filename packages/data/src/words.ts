import { nearest } from "@chainrule/core";

/** How much of a text a message shows. */
const shownLength = 60;

/** A text's beginning, with an ellipsis where it is longer than a message should be. */
function shortened(text: string): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

/** The name that was probably meant, for refusals whose `need` lists them all. */
export function nearTo(name: string, names: Iterable<string>): { try?: string } {
  // The distance costs the product of the lengths, and nobody misspells a name that long.
  const near = name.length > shownLength ? undefined : nearest(name, names);
  return near === undefined ? {} : { try: JSON.stringify(near) };
}

/** A value as JSON, cut where it is long. */
export function quoted(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(shortened(value));
  return shortened(JSON.stringify(value) ?? "nothing");
}

/** Names in one line, cut where they are long or many. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map(shortened).join(", ");
  return names.length > 12 ? `${shown}, …` : shown;
}
