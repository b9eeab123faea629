import { describe, expect, test } from "vitest";
import { contrast, distance, linear, vision } from "./testing/colour.js";
import { type Look, themes } from "./theme.js";
import { type Role, roles } from "./view/model.js";

/** All of a look that ink alone can show. */
function outlineOf({ outline, dashed, double, thick, small }: Look): string {
  return [outline, dashed && "dashed", double && "double", thick && "thick", small && "small"]
    .filter(Boolean)
    .join(" ");
}

test("black on white has the contrast 21, and mid grey that which WCAG names", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

test("a distance is 100 from black to white, and red from green is far for most, near without the red cones", () => {
  expect(distance(linear("#000000"), linear("#ffffff"))).toBeCloseTo(100, 1);
  const [red, green] = [linear("#c05030"), linear("#7a7a20")];
  expect(distance(red, green)).toBeGreaterThan(50);
  expect(distance(vision["deuteranopia"]!(red), vision["deuteranopia"]!(green))).toBeLessThan(25);
});

describe.each(Object.entries(themes))("theme %s", (_, theme) => {
  test("every text has a contrast of at least 4.5 to what is behind it", () => {
    const { muted, value, gradient, text, looks, cluster, background, saved, reference } = theme;
    const pairs = roles.flatMap((role) =>
      [looks[role].text ?? text, muted, value, gradient].map((ink) => [role, ink, looks[role].fill] as const),
    );
    const around = [cluster.fill, background].flatMap((paper) =>
      [text, muted, value, gradient].map((ink) => ["around", ink, paper] as const),
    );
    const all = [...pairs, ...around, ["saved", saved.text, saved.fill] as const];
    const faint = all.filter(([, ink, paper]) => contrast(ink, paper) < 4.5);
    expect(faint.map((pair) => `${pair.join(" ")} ${contrast(pair[1], pair[2]).toFixed(2)}`)).toEqual([]);
    expect(contrast(theme.edge, background)).toBeGreaterThan(3);
    expect(contrast(reference, background)).toBeGreaterThan(2);
  });

  test("every role has a look of its own", () => {
    expect(new Set(roles.map((role) => JSON.stringify(theme.looks[role]))).size).toBe(roles.length);
  });
});

test.each(["print", "safe"] as const)(
  "%s: every role has an outline of its own, colour left aside",
  (name) => {
    const outlines = roles.map((role) => outlineOf(themes[name].looks[role]));
    expect(new Set(outlines).size).toBe(roles.length);
  },
);

/** Roles that share a shape in theme `safe`, and so differ by small signs and by colour. */
const alike: readonly (readonly Role[])[] = [
  ["operation", "gradient", "contribution"],
  ["operation", "gradient", "step"],
  ["operation", "gradient", "reference"],
  ["input", "seed"],
  ["buffer", "slot"],
];
/** Roles that make up what a picture is about. */
const main: readonly Role[] = ["input", "parameter", "operation", "gradient", "sum", "update"];

describe.each(Object.entries(vision))("theme safe, as seen with %s", (_, see) => {
  const { looks, shapes } = themes.safe;
  const apart = (a: string, b: string): number => distance(see(linear(a)), see(linear(b)));
  const pairs = [...alike, main].flatMap((group) =>
    group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const)),
  );

  test("fills of roles that could be taken for one another are at least 15 apart", () => {
    const near = pairs
      .map(([a, b]) => [`${a} ${b}`, apart(looks[a].fill, looks[b].fill)] as const)
      .filter(([, d]) => d < 15);
    expect(near).toEqual([]);
  });

  test("the three kinds of shapes are at least 15 apart", () => {
    expect(apart(shapes.parameter, shapes.activation)).toBeGreaterThan(15);
    expect(apart(shapes.parameter, shapes.gradient)).toBeGreaterThan(15);
    expect(apart(shapes.activation, shapes.gradient)).toBeGreaterThan(15);
  });
});
