import {
  type Attribute,
  type Attributes,
  type AttributeSchema,
  type Expression,
  inputNames,
  type Json,
  latexOf,
  latexWord,
  type Op,
  writeOp,
} from "@chainrule/core";

type Settings = Readonly<Record<string, unknown>>;

/** One way to write an op's value, and the settings for which it holds; none where it is the same for all. */
export interface Formula {
  readonly latex: string;
  readonly settings: Settings;
}

/** How many ways of an op are written down. */
const most = 4;

/**
 * An op's value in LaTeX, its inputs under their own names: once for each of the words that change it. Numbers among
 * the attributes are those of the op's first sample, or its defaults.
 */
export function formulasOf(op: Op): Formula[] {
  const settings = variantsOf(op).slice(0, most);
  const formulas = settings.flatMap((attributes) => {
    const latex = formulaOf(op, attributes);
    return latex === undefined ? [] : [{ latex, settings: attributes }];
  });
  const distinct = new Set(formulas.map(({ latex }) => latex));
  return distinct.size === 1 && !isParametrised(op) ? [{ ...formulas[0]!, settings: {} }] : formulas;
}

/** Whether a formula shows the numbers that it was written with. */
function isParametrised({ attributes = {}, formula }: Op): boolean {
  return formula !== undefined && Object.keys(attributes).length > 0;
}

function formulaOf(op: Op, attributes: Settings): string | undefined {
  if (op.formula === undefined && op.latex === undefined) return undefined;
  return latexOf(writeOp(op, inputNames(op).map(named), attributes as Attributes));
}

/** An input under its own name. */
function named(name: string): Expression {
  const base = name.length === 1 ? name : latexWord(name);
  return { kind: "symbol", name: { base, plain: name } };
}

/** The op's settings: of each choice every word in turn, the rest as in the first sample. */
function variantsOf({ attributes = {}, samples }: Op): Settings[] {
  const base: Settings = { ...defaultsOf(attributes), ...samples[0]?.attributes };
  return Object.entries(attributes).reduce<Settings[]>(
    (variants, [key, declared]) => {
      const words = choicesOf(declared);
      return words.length === 0
        ? variants
        : variants.flatMap((variant) => words.map((word) => ({ ...variant, [key]: word })));
    },
    [base],
  );
}

function defaultsOf(attributes: AttributeSchema): Settings {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, { default: value }]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

/** The words that an attribute may be, where it is one of some. */
export function choicesOf(declared: Attribute<unknown>): readonly Json[] {
  const { enum: words, const: word } = declared.schema();
  return (words ?? (word === undefined ? [] : [word])) as readonly Json[];
}
