import { tensor } from "@chainrule/core";
import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostileNames } from "../testing/hostile.js";
import { themes } from "../theme.js";
import type { Layer, Network } from "./model.js";
import { networkFrames, networkSvg } from "./networkSvg.js";

const count = (svg: string, part: string): number => svg.split(part).length - 1;

function layer(title: string, role: Layer["role"], units: number, column: number, more = {}): Layer {
  return { node: title, title, role, units, column, axis: "last", outputs: [], ...more };
}

/** Two inputs, two hidden units, one output; a weight of each kind. */
const small: Network = {
  name: "small",
  layers: [
    layer("x", "input", 2, 0),
    layer("h", "hidden", 2, 1, {
      bias: { id: "b", numbers: [0.5, -1] },
      activation: { name: "relu", isElementwise: true, curve: [0, 0, 0, 1, 2] },
    }),
    layer("y", "output", 1, 2, { outputs: ["prediction"] }),
  ],
  connections: [
    { from: 0, to: 1, weights: { id: "W1", rows: 2, columns: 2, numbers: [1, -2, 0, 0.25] } },
    { from: 1, to: 2, weights: { id: "W2", rows: 2, columns: 1 } },
  ],
};

function chain(widths: readonly number[]): Network {
  const layers = widths.map((units, i) => layer(`l${i}`, i === 0 ? "input" : "hidden", units, i));
  const connections = widths.slice(1).map((columns, i) => {
    return { from: i, to: i + 1, weights: { id: `W${i}`, rows: widths[i]!, columns } };
  });
  return { name: "chain", layers, connections };
}

test("the picture of a small network", async () => {
  await expect(networkSvg(small)).toMatchFileSnapshot("__snapshots__/small.svg");
});

test("a circle for each unit, a line for each weight, a square for each bias, a curve for each activation", () => {
  const svg = networkSvg(small);
  expect(count(svg, '<path class="weight"')).toBe(4 + 2);
  // An output has two rims.
  expect(count(svg, "<circle")).toBe(2 + 2 + 2);
  expect(count(svg, '<rect class="bias"')).toBe(2);
  expect(count(svg, '<rect class="activation"')).toBe(2);
  expect(count(networkSvg(small, { badges: false }), '<rect class="activation"')).toBe(0);
});

test.each([
  [[3, 5, 2], 3 * 5 + 5 * 2],
  [[1, 1], 1],
  [[16, 16, 16], 2 * 256],
])("widths %j have %i weights, and as many lines", (widths, weights) => {
  expect(count(networkSvg(chain(widths)), '<path class="weight"')).toBe(weights);
});

test("a weight's sign is seen without colour, and what is 0 looks like no other", () => {
  const lines = networkSvg(small, { theme: themes.print }).match(/<path class="weight"[^>]*>/g)!;
  const looks = lines.map((line) => line.replace(/ d="[^"]*"/, "").replace(/stroke="[^"]*"/, ""));
  const [positive, negative, zero, weak, unknown] = looks;
  expect(new Set([positive, negative, zero, weak, unknown]).size).toBe(5);
  const dashes = looks.map((look) => /stroke-dasharray="([^"]*)"/.exec(look)?.[1]);
  expect(dashes).toEqual([undefined, "7 4", "1.3 4", undefined, undefined, undefined]);
  const width = (look: string): number => Number(/stroke-width="([^"]*)"/.exec(look)![1]);
  expect(width(negative!)).toBe(5);
  expect(width(positive!)).toBeCloseTo(0.7 + 4.3 / 2, 1);
});

test("numbers stand beside weights and biases, or do not", () => {
  const numbers = (svg: string): string[] =>
    [...svg.matchAll(/>(-?[\d.]+)<\/text>/g)].map((match) => match[1]!);
  expect(numbers(networkSvg(small)).filter((text) => !["1", "2"].includes(text))).toEqual([
    "-2",
    "0",
    "0.25",
    "0.5",
    "-1",
  ]);
  expect(numbers(networkSvg(small, { values: false }))).toEqual(["1", "2"]);
});

test("weights of a run that diverged: neither sign, no thickness, and the others keep theirs", () => {
  const numbers = [NaN, Infinity, -Infinity, 2];
  const [first, second] = small.connections;
  const weights = { id: "W1", rows: 2, columns: 2, numbers };
  const svg = networkSvg({ ...small, connections: [{ ...first!, weights }, second!] });
  const looks = svg.match(/<path class="weight"[^>]*>/g)!.map((line) => line.replace(/ d="[^"]*"/, ""));
  expect(svg).not.toMatch(/="(NaN|-?Infinity)"/);
  expect(new Set(looks.slice(0, 3)).size).toBe(1);
  expect(looks[0]).toContain('stroke-dasharray="9 3 1.5 3"');
  expect(looks[3]).toContain('stroke-width="5"');
  expect(svg).toContain("dash-dotted: NaN or infinite");
  expect(svg).toContain("solid: positive");
  expect(svg).not.toContain("dashed: negative");
  for (const text of ["NaN", "∞", "-∞"]) expect(svg).toContain(`>${text}</text>`);
  expect(networkSvg(small)).not.toContain("dash-dotted");
});

describe("784-256-10", () => {
  const svg = networkSvg(chain([784, 256, 10]));

  test("of layers of more than 16 units eight are drawn", () => {
    expect(count(svg, '<path class="weight"')).toBe(8 * 8 + 8 * 10);
    expect(svg).toContain(">776 more<");
    expect(svg).toContain(">248 more<");
  });

  test("and the picture says so", () => {
    expect(svg).toContain("l0: 8 of 784 units drawn");
    expect(svg).toContain("l0 to l1: 64 of 200,704 weights drawn");
    expect(svg).toContain("l1 to l2: 80 of 2,560 weights drawn");
    expect(networkSvg(small)).not.toContain("drawn");
  });

  test("the last unit is the last", () => {
    expect(svg).toContain(">784</text>");
  });
});

test("weights of zero, and weights that are not known, are told in words too", () => {
  const svg = networkSvg(small);
  expect(svg).toContain("dotted: exactly 0");
  expect(svg).toContain("thin: not known");
  expect(networkSvg(chain([2, 1]))).not.toMatch(/thickness|dotted|thin:/);
});

describe("the forward pass", () => {
  const activations = {
    x: tensor([[1, 2], [3, 4]]), // prettier-ignore
    h: tensor([[0, 5], [6, 7]]), // prettier-ignore
    y: tensor([[8], [9]]), // prettier-ignore
  };
  const frames = networkFrames(small, { activations, example: 1 });
  const inUnits = (svg: string): string[] =>
    [...svg.matchAll(/<text [^>]*font-size="12"[^>]*>(-?[\d.]+)</g)].map((match) => match[1]!);

  test("has as many frames as layers", () => {
    expect(frames).toHaveLength(3);
    expect(networkFrames(chain([2, 3, 3, 3, 1]))).toHaveLength(5);
  });

  test("shows the values up to where it has come, of the example that is asked for", () => {
    expect(frames.map(inUnits)).toEqual([
      ["3", "4"],
      ["3", "4", "6", "7"],
      ["3", "4", "6", "7", "9"],
    ]);
  });

  test("lights one layer and what leads to it; all frames have one layout", () => {
    const strengths = frames.map((svg) =>
      [...svg.matchAll(/<g class="(connection|layer)[^"]*"(?: opacity="([^"]*)")?>/g)].map(
        (match) => match[2] ?? "1",
      ),
    );
    // Connections to h and to y, then the layers x, h and y.
    expect(strengths).toEqual([
      ["0.18", "0.18", "1", "0.18", "0.18"],
      ["1", "0.18", "0.6", "1", "0.18"],
      ["0.6", "1", "0.6", "0.6", "1"],
    ]);
    const lines = frames.map((svg) => svg.match(/ d="M[^"]*"/g));
    expect(lines[1]).toEqual(lines[0]);
    expect(lines[2]).toEqual(lines[0]);
  });

  test("an example that is not there has no values, and a layer along the first axis has those of its column", () => {
    expect(inUnits(networkSvg(small, { activations, example: 2 }))).toEqual([]);
    const columns = { ...small, layers: small.layers.map((one) => ({ ...one, axis: "first" as const })) };
    expect(inUnits(networkSvg(columns, { activations: { x: tensor([[1, 2], [3, 4]]) }, example: 1 }))).toEqual(["2", "4"]); // prettier-ignore
  });
});

test("200 hostile names are text: as many elements as with tame ones, and a renderer reads the document", () => {
  const names = fc.sample(hostileNames(20), { numRuns: 10, seed: 20_261_125 }).flat();
  // Without the caption: on how many lines it stands depends on how wide the picture is.
  const elements = (svg: string): string =>
    (svg.slice(0, svg.indexOf(">thickness")).match(/<[a-z]+/g) ?? []).join();
  const named = (name: string): Network => ({
    ...small,
    name,
    layers: small.layers.map((one) => ({
      ...one,
      title: name,
      outputs: one.role === "output" ? [`${name}!`] : [],
      ...(one.activation && { activation: { name, isElementwise: one.column === 3 } }),
    })),
  });
  const tame = elements(networkSvg(named("tame")));
  for (const name of names) {
    const svg = networkSvg(named(name));
    expect(elements(svg)).toBe(tame);
    expect(() => new Resvg(svg)).not.toThrow();
  }
});

test.each(["louppe", "print", "dark", "safe"] as const)(
  "on a slide nothing is smaller than 9 px, theme %s",
  (name) => {
    for (const network of [small, chain([784, 256, 10]), chain([2, 16, 16, 16, 16, 16, 3])]) {
      const svg = networkSvg(network, { theme: themes[name] });
      const width = Number(/viewBox="0 0 (\d+)/.exec(svg)![1]);
      const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map((match) => Number(match[1]));
      expect((Math.min(...sizes) * 1280) / width).toBeGreaterThan(9);
    }
  },
);
