import { type Tensor, tensor } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { dot } from "./dot/dot.js";
import { mermaid } from "./mermaid/mermaid.js";
import { derivativeKey } from "./overlay/derivative.js";
import { toSvg } from "./svg/svg.js";
import { graphOf, node } from "./testing/node.js";
import { tree } from "./tree/tree.js";
import { annotate } from "./view/annotate.js";
import type { View } from "./view/model.js";
import { view } from "./view/view.js";

/** Four inputs of a sum: the gradient of a was not computed, of b is zero, of c has no path, of d is small. */
const graph = graphOf([...["a", "b", "c", "d"].map((id) => node(id, "input")), node("y", "sum4", "a b c d")]);
const gradients = new Map<string, Tensor | "no path">([
  ["b", tensor(0)],
  ["c", "no path"],
  ["d", tensor(1e-300)],
]);
const derivatives = new Map<string, Tensor | "no path">([
  [derivativeKey("y", 1), tensor(0)],
  [derivativeKey("y", 2), "no path"],
  [derivativeKey("y", 3), tensor(1e-300)],
]);

/** What each renderer shows of a node's gradient, and of the derivative on its edge. */
const renderers: Readonly<
  Record<string, (drawn: View, id: string) => Promise<readonly [gradient: string, derivative: string]>>
> = {
  DOT: async (drawn, id) => {
    const lines = dot(drawn).split("\n");
    return [
      lines.find((line) => line.startsWith(`  "${id}" [`))!.replace(/ class=.*/, ""),
      lines.find((line) => line.includes(`"${id}" -> `))!.replace(/^.*?->/, ""),
    ];
  },
  SVG: async (drawn, id) => {
    const svg = (await toSvg(dot(drawn))).replaceAll("&#45;", "-");
    const group = (title: string): string =>
      svg.split("<g id=").find((part) => part.includes(`<title>${title}</title>`))!;
    return [group(id), group(`${id}-&gt;y`)];
  },
  "text tree": async (drawn, id) => {
    const line = tree(drawn)
      .split("\n")
      .find((one) => new RegExp(`^[├└]─ ${id}( |$)`).test(one))!;
    const [before, after = ""] = line.split(/∂y\/∂\w/);
    return [before!, after];
  },
  Mermaid: async (drawn, id) => {
    const lines = mermaid(drawn).split("\n");
    const own = lines.find((line) => line.includes(`<b>${id}</b>`))!;
    const edge = lines.find((line) => line.startsWith(`  ${/n\d+/.exec(own)![0]} -->`))!;
    return [own, edge];
  },
};

describe.each(Object.entries(renderers))("%s", (name, show) => {
  const drawn = annotate(view(graph), { gradients, derivatives });
  const isItalic =
    name === "DOT" ? /<I>/ : name === "SVG" ? /font-style="italic"/ : name === "Mermaid" ? /<i>/ : /(?:)/;

  test("what was not computed is blank", async () => {
    for (const shown of await show(drawn, "a"))
      expect(shown).not.toMatch(/exactly|no path|= ["\d]|e-300|italic|<i>/i);
  });

  test("what is zero says exactly 0", async () => {
    for (const shown of await show(drawn, "b")) {
      expect(shown).toMatch(/= exactly 0/);
      expect(shown).toMatch(isItalic);
    }
  });

  test("where nothing leads, it says no path, and no number", async () => {
    for (const shown of await show(drawn, "c")) {
      expect(shown).toMatch(/no path/);
      expect(shown).toMatch(isItalic);
      expect(shown.replace(/x="[^"]*"|y="[^"]*"/g, "")).not.toMatch(/= no path|exactly/);
    }
  });

  test("what is nearly zero is a number", async () => {
    for (const shown of await show(drawn, "d")) {
      expect(shown).toContain("= 1e-300");
      expect(shown).not.toMatch(/exactly|no path/);
    }
  });
});
