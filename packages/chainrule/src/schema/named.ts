import { attributeProperties, requiredOf } from "./attributes.js";
import { type Contribution, contributionDoc } from "./docs.js";
import {
  closed,
  type EditorProperties,
  type EditorSchema,
  has,
  hint,
  needed,
  never,
  refer,
} from "./editorSchema.js";

/** Where a document names one of several contributions, and sets its attributes beside the name. */
export interface NamedKind<C extends Contribution> {
  /** What one is called: `optimiser`. */
  readonly noun: string;
  /** Before the names of its definitions: `optimiser.adam`, …; default the noun. */
  readonly prefix?: string;
  /** The key that holds the name: `type`. */
  readonly key: string;
  readonly items: readonly C[];
  /** Of one of them, where it is not its summary and source. */
  readonly docOf?: (item: C) => string;
  /** Keys beside the attributes, of all. */
  readonly beside?: EditorProperties;
  readonly required?: readonly string[];
}

/** The names, with their docs; a placeholder may not stand for them. */
export function nameSchema<C extends Contribution>({
  noun,
  items,
  docOf = contributionDoc,
}: Pick<NamedKind<C>, "noun" | "items" | "docOf">): EditorSchema {
  const need = `the name of a loaded ${noun}`;
  if (items.length === 0) return never(need);
  return {
    description: need,
    type: "string",
    enum: items.map(({ name }) => name),
    markdownEnumDescriptions: items.map((item) => docOf(item)),
    errorMessage: needed(need),
  };
}

/** An object `{ [key]: name, …attributes }`: once the name stands there, its attributes are offered, and no others. */
export function named<C extends Contribution>(kind: NamedKind<C>): EditorSchema {
  const { noun, prefix = noun, key, items, beside } = kind;
  return {
    type: "object",
    properties: { [key]: nameSchema(kind), ...beside },
    required: [key],
    ...chosenBy(key, prefix, items),
  };
}

/** Holds an object to the definition that its name chooses. */
export function chosenBy(key: string, prefix: string, items: readonly Contribution[]): EditorSchema {
  const choices = items.map(({ name }) => ({ if: has(key, name), then: refer(`${prefix}.${name}`) }));
  return choices.length === 0 ? {} : { allOf: choices };
}

/** The definitions that {@link named} refers to. */
export function namedDefinitions<C extends Contribution>(kind: NamedKind<C>): Record<string, EditorSchema> {
  const { noun, prefix = noun, key, items, docOf = contributionDoc, beside, required = [] } = kind;
  return Object.fromEntries(
    items.map((item) => [
      `${prefix}.${item.name}`,
      {
        markdownDescription: docOf(item),
        ...closed(
          { [key]: true, ...beside, ...attributeProperties(item.attributes) },
          [key, ...required, ...requiredOf(item.attributes)],
          attributeNeed(noun, item),
        ),
      },
    ]),
  );
}

/** What an unknown key beside a name is answered with. */
export function attributeNeed(noun: string, { name, attributes = {} }: Contribution): string {
  const keys = Object.keys(attributes);
  return keys.length === 0
    ? `no attributes for ${noun} ${name}`
    : `an attribute of ${noun} ${name}: ${keys.join(", ")}`;
}

/** A name alone or an object: the names of those that need no attributes are enough by themselves. */
export function namedOrName<C extends Contribution>(kind: NamedKind<C>, need: string): EditorSchema {
  const alone = nameSchema({
    ...kind,
    items: kind.items.filter(({ attributes }) => requiredOf(attributes).length === 0),
  });
  return {
    if: { type: "object" },
    then: named(kind),
    else: { ...alone, errorMessage: needed(need) },
    ...hint(alone),
  };
}
