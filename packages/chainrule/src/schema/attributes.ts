import { type Attribute, type AttributeSchema, opReferenceSchema } from "@chainrule/core";
import { writtenOp } from "../writtenOp.js";
import { attributeDoc } from "./docs.js";
import { type EditorProperties, type EditorSchema, has, must, refer } from "./editorSchema.js";

/** In a block's body, the value of one of its arguments. */
export const placeholder: EditorSchema = refer("placeholder");
/** Holds for what is meant as a placeholder, whole or not. */
export const isPlaceholder: EditorSchema = { type: "object", ...has("$arg") };

/** The schema, or a placeholder in its place. */
export function openTo(schema: EditorSchema): EditorSchema {
  const { anyOf, ...rest } = schema;
  // Proposals are taken from what stands beside the choice, not from its branches.
  return { if: isPlaceholder, then: placeholder, else: rest, ...(anyOf && { anyOf }) };
}

/** The properties that attributes are in a node. */
export function attributeProperties(attributes: AttributeSchema = {}): EditorProperties {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, declared]) => [key, property(key, declared)]),
  );
}

/** The attributes that must be given, whatever the profile. */
export function requiredOf(attributes: AttributeSchema = {}): string[] {
  return openOf(attributes).filter((key) => attributes[key]!.convention !== true);
}

/** The attributes that must be given where no profile fills them in. */
export function conventionsOf(attributes: AttributeSchema = {}): string[] {
  return openOf(attributes).filter((key) => attributes[key]!.convention === true);
}

/** Holds a node to these attributes; what differs from copy to copy is given in a list of copies. */
export function requiredInNode(attributes: readonly string[]): EditorSchema {
  const isListed: EditorSchema = { properties: { repeat: { type: "array" } }, required: ["repeat"] };
  return attributes.length === 0 ? {} : { if: { not: isListed }, then: { required: attributes } };
}

/** The attributes without a default. */
export function openOf(attributes: AttributeSchema = {}): string[] {
  return Object.keys(attributes).filter((key) => attributes[key]!.default === undefined);
}

/** Every attribute, in the words of its own `need`. A placeholder may stand for it; see `withoutPlaceholders`. */
function property(key: string, declared: Attribute<unknown>): EditorSchema {
  const value = writtenOp(declared.default);
  const accepted = declared.schema();
  const words = wordsOf(accepted);
  return {
    markdownDescription: attributeDoc(declared),
    // What must be given is offered first.
    suggestSortText: `${value === undefined ? 0 : 1} ${key}`,
    ...(value !== undefined && { default: value }),
    ...(words.length > 0 && { examples: words }),
    ...(accepted === opReferenceSchema
      ? { allOf: [refer("opReference")] }
      : must({ anyOf: [accepted, isPlaceholder] }, declared.need)),
  };
}

/** The words that are worth offering. */
function wordsOf({ type, enum: several, const: one, anyOf = [] }: EditorSchema): readonly unknown[] {
  if (type === "boolean") return [true, false];
  return several ?? (one === undefined ? anyOf.flatMap(wordsOf) : [one]);
}
