import { type AttributeSchema, type Block, inputNames, type Op } from "@chainrule/core";
import { attributeProperties, isPlaceholder, placeholder, requiredInNode, requiredOf } from "./attributes.js";
import { asContribution, type Contribution, contributionDoc, opDoc } from "./docs.js";
import {
  closed,
  type EditorProperties,
  type EditorSchema,
  has,
  hint,
  must,
  needed,
  never,
  refer,
} from "./editorSchema.js";
import { attributeNeed, chosenBy, nameSchema } from "./named.js";
import { nodeSnippets } from "./snippets.js";
import { propertyOf } from "./within.js";

/** What a scope's nodes may be, and the ops that arguments name. */
export interface NodeKinds {
  readonly ops: readonly Op[];
  readonly blocks: readonly Block[];
  /** The keys that every node may have, and what they may be; from the form of the language. */
  readonly keys: EditorProperties;
}

const needOfStart = "one of op and block";
/** Keys that mean something beside `repeat` only. */
const ofCopies = ["carry", "scan", "collect"];
/** Keys that mean something for a block only. */
const ofBlocks = ["params", "share"];

/** The definitions `node` and `opReference`, and those that they stand on: `op.tanh`, `block.dense`, `key.in`, …. */
export function nodeDefinitions({ ops, blocks, keys }: NodeKinds): Record<string, EditorSchema> {
  const contributed = blocks.map(asContribution);
  const keyDefinitions = Object.keys(keys).map((key) => [`key.${key}`, propertyOf(keys, key)]);
  return {
    placeholder: placeholderSchema,
    node: nodeSchema(ops, contributed),
    copies: copiesSchema,
    ofBlocks: elsewhere('"block": an op has no parameters of its own'),
    opName: nameSchema({ noun: "op", items: ops, docOf: opDoc }),
    opReference: referenceSchema(ops),
    ...Object.fromEntries(keyDefinitions),
    ...Object.fromEntries(ops.flatMap(opDefinitions)),
    ...Object.fromEntries(
      contributed.map((block) => [
        `block.${block.name}`,
        nodeOf("block", block, { ...keyProperties(["in", ...ofBlocks]) }, contributionDoc(block)),
      ]),
    ),
  };
}

const placeholderSchema: EditorSchema = {
  description: "the value of one of the block's arguments",
  ...closed(
    { $arg: { type: "string", description: "the argument whose value stands here" } },
    ["$arg"],
    '"$arg" alone, with the name of an argument',
  ),
};

/** A key that has no place here. */
const elsewhere = (need: string): EditorSchema => ({ ...never(need), doNotSuggest: true });

const copiesSchema: EditorSchema = {
  if: has("repeat"),
  then: { properties: keyProperties(ofCopies) },
  else: { properties: Object.fromEntries(ofCopies.map((key) => [key, elsewhere('"repeat" beside it')])) },
};

function keyProperties(keys: readonly string[]): EditorProperties {
  return Object.fromEntries(keys.map((key) => [key, refer(`key.${key}`)]));
}

function nodeSchema(ops: readonly Op[], blocks: readonly Contribution[]): EditorSchema {
  const op: EditorSchema = {
    suggestSortText: "0",
    if: { type: "object" },
    then: { if: isPlaceholder, then: placeholder, else: refer("opReference") },
    else: refer("opName"),
    ...hint(refer("opName")),
  };
  const block = { suggestSortText: "0", ...blockName(blocks) };
  const keys = keyProperties(["in", "doc", "repeat"]);
  const blockKeys = keyProperties(ofBlocks);
  return {
    type: "object",
    errorMessage: needed("an object: a node"),
    defaultSnippets: nodeSnippets(ops, blocks),
    allOf: [refer("copies")],
    if: has("op"),
    then: { properties: { op, block: elsewhere(needOfStart), ...keys }, ...chosenBy("op", "op", ops) },
    else: {
      if: has("block"),
      then: { properties: { block, ...keys, ...blockKeys }, ...chosenBy("block", "block", blocks) },
      else: { properties: { op, block, ...keys }, ...never(needOfStart) },
    },
  };
}

/** Any name: a spec may write blocks of its own, which only `check` knows. */
function blockName(blocks: readonly Contribution[]): EditorSchema {
  const names = nameSchema({ noun: "block", items: blocks });
  return {
    description: "the name of a block, loaded or of the spec's own",
    type: "string",
    errorMessage: needed("the name of a block"),
    ...hint(names),
  };
}

function opDefinitions(op: Op): [string, EditorSchema][] {
  const ofNoOp = Object.fromEntries(ofBlocks.map((key) => [key, refer("ofBlocks")]));
  const settings = closed(
    { op: true, ...settingsOf("op", op) },
    ["op", ...requiredOf(op.attributes)],
    attributeNeed("op", op),
  );
  return [
    [`op.${op.name}`, nodeOf("op", op, { in: inputsSchema(op), ...ofNoOp }, opDoc(op))],
    [`opReference.${op.name}`, settings],
  ];
}

/** A node of one op or block: the keys that it has as such, its attributes, and nothing else. */
function nodeOf(
  noun: "op" | "block",
  item: Contribution,
  keys: EditorProperties,
  markdownDescription: string,
): EditorSchema {
  const { attributes } = item;
  const known = Object.fromEntries(["op", "block", ...ofCopies].map((key) => [key, true]));
  const repeat = attributes ? repeatSchema(noun, item, attributes) : refer("key.repeat");
  return {
    markdownDescription,
    ...closed(
      { ...attributeProperties(attributes), ...keys, doc: refer("key.doc"), repeat, ...known },
      ["in"],
      attributeNeed(noun, item),
    ),
    ...requiredInNode(requiredOf(attributes)),
  };
}

function repeatSchema(noun: string, item: Contribution, attributes: AttributeSchema): EditorSchema {
  const copy = closed(settingsOf(noun, { ...item, attributes }), [], attributeNeed(noun, item));
  return { allOf: [refer("key.repeat")], if: { type: "array" }, then: { items: copy } };
}

/** The attributes as they are declared in the definition of a node. */
function settingsOf(noun: string, { name, attributes = {} }: Contribution): EditorProperties {
  return Object.fromEntries(
    Object.keys(attributes).map((key) => [key, refer(`${noun}.${name}/properties/${key}`)]),
  );
}

function inputsSchema(op: Op): EditorSchema {
  const names = inputNames(op);
  const count = names.length;
  const need = `${count} input${count === 1 ? "" : "s"} for op ${op.name}: ${names.join(", ")}`;
  const byName = closed(
    Object.fromEntries(names.map((name) => [name, true])),
    names,
    `an input of op ${op.name}: ${names.join(", ")}`,
  );
  return {
    suggestSortText: "0 in",
    markdownDescription: `its inputs, in order or by name: ${names.map((name) => `\`${name}\``).join(", ")}`,
    allOf: [refer("key.in")],
    if: { type: "array" },
    then: must({ minItems: count, maxItems: count }, need),
    else: { if: { type: "object" }, then: byName },
    defaultSnippets: [
      {
        label: `[${names.join(", ")}]`,
        body: names.map((name, i) => `\${${i + 1}:${name}}`),
      },
    ],
  };
}

/** An op where an argument names one: a word, or an object with its attributes. */
function referenceSchema(ops: readonly Op[]): EditorSchema {
  const object: EditorSchema = {
    properties: { op: refer("opName") },
    required: ["op"],
    ...chosenBy("op", "opReference", ops),
  };
  return {
    if: { type: "object" },
    then: { if: isPlaceholder, then: placeholder, else: object },
    else: must(refer("opName"), "an op's name or { op, …attributes }"),
    ...hint(refer("opName")),
  };
}
