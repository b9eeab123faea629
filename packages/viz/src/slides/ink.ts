import type { Theme } from "../theme.js";
import type { Role } from "../view/model.js";

/**
 * What a colour in a picture is for, by its place in a theme: `value`, `cluster-fill`. Of a box's look, which depends
 * on its role: `look-fill`, `look-line`, `look-text`.
 */
export type Ink = string;

const lookInks = ["look-fill", "look-line", "look-text"] as const;

/** A theme's colours that do not depend on a role, by their places in it. */
export function inksOf(theme: Theme): ReadonlyMap<Ink, string> {
  const { looks: _, ...rest } = theme;
  return new Map(
    Object.entries(rest).flatMap(([key, value]) =>
      typeof value === "string"
        ? [[key, value] as const]
        : Object.entries(value).map(([inner, color]) => [`${key}-${inner}`, String(color)] as const),
    ),
  );
}

/** The colour of an ink; of a look's, that of a role. */
export function colorOf(ink: Ink, theme: Theme, role?: Role): string {
  const look = role && theme.looks[role];
  if (ink === "look-text") return look?.text ?? theme.text;
  if (ink === "look-fill") return look?.fill ?? theme.background;
  if (ink === "look-line") return look?.line ?? theme.background;
  return inksOf(theme).get(ink) ?? theme.text;
}

/** A theme's outlines with a stand-in for each of its colours, and nothing behind the picture. */
export function uninked(theme: Theme): Theme {
  const names = namesOf(theme);
  const standIn = (ink: Ink): string => `#c0de${names.indexOf(ink).toString(16).padStart(2, "0")}`;
  const look = { fill: standIn("look-fill"), line: standIn("look-line"), text: standIn("look-text") };
  return {
    ...mapInks(theme, standIn),
    background: "transparent",
    looks: mapValues(theme.looks, (one) => ({ ...one, ...look })),
  };
}

/** Puts colours, or whatever else, in the place of the stand-ins: `write("fill", "value")` for `fill="#c0de02"`. */
export function inked(
  svg: string,
  theme: Theme,
  write: (property: "fill" | "stroke", ink: Ink) => string,
): string {
  const names = namesOf(theme);
  return svg.replace(/(fill|stroke)="#c0de([0-9a-f]{2})"/g, (_, property: "fill" | "stroke", code: string) =>
    write(property, names[Number.parseInt(code, 16)]!),
  );
}

const namesOf = (theme: Theme): readonly Ink[] => [...inksOf(theme).keys(), ...lookInks];

/** The theme with another colour for each that does not depend on a role. */
export function mapInks(theme: Theme, change: (ink: Ink, color: string) => string): Theme {
  const { looks, ...rest } = theme;
  const changed = Object.entries(rest).map(([key, value]) => [
    key,
    typeof value === "string"
      ? change(key, value)
      : mapValues<string, string, string>(value, (color, inner) => change(`${key}-${inner}`, color)),
  ]);
  return { ...theme, ...Object.fromEntries(changed), looks };
}

/** The same keys with other values. */
export function mapValues<K extends string, V, W>(
  object: Readonly<Record<K, V>>,
  change: (value: V, key: K) => W,
): Record<K, W> {
  const entries = (Object.entries(object) as [K, V][]).map(([key, value]) => [key, change(value, key)]);
  return Object.fromEntries(entries) as Record<K, W>;
}
