import { attribute, type Attribute, type DefaultedAttribute } from "@chainrule/core";

/** Gaussian noise on each coordinate, by its standard deviation. */
export function noiseAttribute(usual: number): DefaultedAttribute<number> {
  const doc = "standard deviation of the gaussian noise that is added to each coordinate";
  return attribute.number({ doc, min: 0, default: usual });
}

/** How many rows each class has. */
export const perClassAttribute: DefaultedAttribute<number> = attribute.integer({
  doc: "rows of each class",
  min: 1,
  default: 100,
});

/** The same attribute with null for "not given", where another one says what is meant then. */
export function optional<T>(inner: Attribute<T>): DefaultedAttribute<T | null> {
  return { ...inner, default: null, parse: (value) => (value === null ? null : inner.parse(value)) };
}

/** A list of numbers. */
export function numbersAttribute(doc: string): Attribute<readonly number[]> {
  return attribute.list(attribute.number({ doc }), { doc });
}

/** Points of one space, or the rows of a matrix: lists of numbers, equally long. */
export function pointsAttribute(doc: string): Attribute<readonly (readonly number[])[]> {
  const lists = attribute.list(numbersAttribute(doc), { doc });
  return {
    ...lists,
    need: "a list of equally long lists of numbers",
    parse(value) {
      const points = lists.parse(value) ?? [];
      const dimensions = points[0]?.length ?? 0;
      return dimensions > 0 && points.every(({ length }) => length === dimensions) ? points : undefined;
    },
  };
}
