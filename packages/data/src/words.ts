import { nearest } from "@chainrule/core";

/** The name that was probably meant, for refusals whose `need` lists them all. */
export function nearTo(name: string, names: Iterable<string>): { try?: string } {
  const near = nearest(name, names);
  return near === undefined ? {} : { try: JSON.stringify(near) };
}

/** A value as JSON, cut where it is long. */
export function quoted(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return typeof value === "string" ? JSON.stringify(cut) : cut;
}

/** Names in one line, cut where they are many. */
export function listed(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(", ")}, …` : names.join(", ");
}
