import { Refusal } from "./errors.js";

const pattern = /^[A-Za-z][A-Za-z0-9_]*$/;
/** First segments of the ids that differentiation and optimisers make. */
const reserved: ReadonlySet<string> = new Set(["grad", "update", "slot"]);

/** @throws {Refusal} bad-id, where a spec may not call a node so */
export function checkId(id: string): void {
  if (pattern.test(id) && !reserved.has(id)) return;
  const need = `a letter, then letters, digits and _; not ${[...reserved].join(", ")}`;
  throw new Refusal({ code: "bad-id", got: JSON.stringify(id), need });
}

/** `enc` of `enc/dense/W`: the name in this scope that a reference begins with. */
export function firstSegment(reference: string): string {
  const slash = reference.indexOf("/");
  return slash < 0 ? reference : reference.slice(0, slash);
}
