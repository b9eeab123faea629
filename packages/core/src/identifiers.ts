import { type Path, Refusal } from "./errors.js";

const pattern = /^[A-Za-z][A-Za-z0-9_]*$/;
/** First segments of the ids that differentiation and optimisers make. */
const reserved: ReadonlySet<string> = new Set(["grad", "update", "slot"]);

/** Whether a spec may call a node so. */
export function isId(id: string): boolean {
  return pattern.test(id) && !reserved.has(id);
}

/** @throws {Refusal} bad-id, where a spec may not call a node so */
export function checkId(id: string, path?: Path): void {
  if (isId(id)) return;
  const need = `a letter, then letters, digits and _; not ${[...reserved].join(", ")}`;
  throw new Refusal({
    code: "bad-id",
    ...(path && { path }),
    got: JSON.stringify(id),
    need,
    ...nearId(id),
  });
}

/** The name with what it may not hold left out or replaced, as a suggestion. */
export function nearId(id: string): { try?: string } {
  const plain = reserved.has(id) ? `${id}_` : id.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^[^A-Za-z]+/, "");
  const isGood = pattern.test(plain) && !reserved.has(plain) && plain.length <= 40;
  return isGood ? { try: JSON.stringify(plain) } : {};
}

/** `enc` of `enc/dense/W`: the name in this scope that a reference begins with. */
export function firstSegment(reference: string): string {
  const slash = reference.indexOf("/");
  return slash < 0 ? reference : reference.slice(0, slash);
}
