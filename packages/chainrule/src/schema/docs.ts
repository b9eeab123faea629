import type { Attribute, AttributeSchema, Block, Op } from "@chainrule/core";
import { writtenOp } from "../writtenOp.js";
import { formulasOf } from "./formula.js";

/** What ops, blocks, initialisers, optimisers, schedules and generators have in common. */
export interface Contribution {
  readonly name: string;
  readonly doc: { readonly summary: string; readonly source?: string };
  readonly attributes?: AttributeSchema;
}

/** A block, whose attributes are called arguments. */
export function asContribution({ name, doc, arguments: attributes }: Block): Contribution {
  return { name, doc, ...(attributes && { attributes }) };
}

const paragraphs = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join("\n\n");

/** Summary, what stands between, source; as Markdown. */
export function contributionDoc({ doc }: Contribution, between?: string): string {
  return paragraphs(doc.summary, between, doc.source && `Source: ${doc.source}`);
}

/** An op's summary, formula and source. */
export function opDoc(op: Op): string {
  const formulas = formulasOf(op).map(({ latex, settings }) => {
    const given = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    // A fence keeps the backslashes that Markdown would take away.
    return paragraphs(
      given.length === 0 ? undefined : `With ${given.join(", ")}:`,
      `\`\`\`latex\n${latex}\n\`\`\``,
    );
  });
  return contributionDoc(op, formulas.length === 0 ? undefined : formulas.join("\n\n"));
}

/** What an attribute means, what it may be, and what it is when left out. */
export function attributeDoc(declared: Attribute<unknown>): string {
  const { doc, need } = declared;
  const value = writtenOp(declared.default);
  const open = declared.convention === true ? "required where no profile says it" : "required";
  const otherwise = value === undefined ? open : `default \`${JSON.stringify(value)}\``;
  return paragraphs(doc === "" ? undefined : doc, `${need}; ${otherwise}`);
}
