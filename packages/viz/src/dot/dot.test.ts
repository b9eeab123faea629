import { expect, test } from "vitest";
import { annotate } from "../view/annotate.js";
import { dot } from "./dot.js";
import { draw } from "../draw.js";
import { roles } from "../view/model.js";
import { toSvg } from "../svg/svg.js";
import { blocks } from "../testing/blocks.js";
import { louppe, louppeValues } from "../testing/louppe.js";
import { graphOf, node } from "../testing/node.js";
import { louppe as louppeTheme, themes } from "../theme.js";
import { view } from "../view/view.js";

test("Louppe's network, forward", async () => {
  await expect(draw(louppe)).toMatchFileSnapshot("__snapshots__/louppe-forward.dot");
});

test("Louppe's network, backward, with its numbers", async () => {
  const text = draw(louppe, { pass: "backward", values: louppeValues });
  await expect(text).toMatchFileSnapshot("__snapshots__/louppe-backward.dot");
});

test("blocks are clusters", async () => {
  await expect(draw(blocks)).toMatchFileSnapshot("__snapshots__/blocks.dot");
});

test("inputs and outputs are white, parameters red, operations blue, and each has a second sign", () => {
  const text = draw(louppe);
  const line = (name: string): string =>
    text.split("\n").find((one) => one.trim().startsWith(`"${name}" [`))!;
  expect(line("x")).toMatch(/class="input", shape=ellipse, .*fillcolor="#ffffff"/);
  expect(line("W1")).toMatch(/class="parameter", shape=box, style="filled", fillcolor="#f4a6a6"/);
  expect(line("u1")).toMatch(/class="operation", shape=box, style="rounded,filled", fillcolor="#a6c8f4"/);
  expect(line("output loss")).toMatch(
    /class="output", shape=ellipse, .*fillcolor="#ffffff", .*peripheries=2/,
  );
});

test("no two roles look alike", () => {
  const looks = roles.map((role) => JSON.stringify(louppeTheme.looks[role]));
  expect(new Set(looks).size).toBe(roles.length);
});

test("without colour, what a forward picture shows is told apart by outline alone", () => {
  const shown = ["input", "parameter", "buffer", "constant", "operation", "output"] as const;
  const outlines = shown.map((role) => {
    const { outline, double } = themes.print.looks[role];
    return `${outline} ${double}`;
  });
  expect(new Set(outlines).size).toBe(shown.length);
});

test("the same graph gives the same text", () => {
  for (const pass of ["forward", "backward"] as const) {
    expect(draw(structuredClone(louppe), { pass })).toBe(draw(louppe, { pass }));
  }
});

test("backward pictures run to the left, as the forward ones mirrored, unless asked otherwise", () => {
  expect(draw(louppe)).toContain("rankdir=LR");
  expect(draw(louppe, { pass: "backward" })).toContain("rankdir=RL");
  expect(draw(louppe, { pass: "backward", direction: "down" })).toContain("rankdir=TB");
});

const hostileNames = [
  '"]; evil [label="pwned',
  "back\\slash\\",
  "line\nbreak\r\ttab",
  "</TD></TR></TABLE>><script>alert(1)</script>",
  "<b>&amp;&lt;",
  "--> -- /* */ // #",
  "\u0000\u0007\ud800\uffff",
  "ŷ ∂ 日本語 😀",
  "__proto__",
  "a/b\\/c",
  "",
  "x".repeat(500),
];

test("hostile names stay names: a picture of them has as many boxes as nodes, and nothing else", async () => {
  const nodes = hostileNames.map((id, i) => ({
    ...node(id, i === 0 ? "input" : "abs"),
    in: hostileNames.slice(Math.max(0, i - 1), i),
  }));
  const outputs = Object.fromEntries(hostileNames.map((name) => [name, name]));
  const graph = graphOf(nodes, { name: 'a"b\\', outputs });
  const svg = await toSvg(dot(annotate(view(graph), {})));
  expect(svg.match(/<g id="node\d+" class="node /g)).toHaveLength(2 * hostileNames.length);
  expect(svg.match(/<g id="edge\d+"/g)).toHaveLength(2 * hostileNames.length - 1);
  expect(svg).not.toContain("<script");
  expect(svg).toContain("&quot;]; evil");
  expect(svg).toContain("ŷ ∂ 日本語 😀");
});

test("hostile names in attributes, rules and shapes stay text", async () => {
  const bad = '</TD>"\\<&\n>';
  const graph = graphOf([
    node("x", "input", "", [bad]),
    node("y", bad, "x", [], { [bad]: bad }),
    node(`grad/${bad}/x`, bad, "y", [], {}, { of: "x", via: bad, rule: bad }),
  ]);
  for (const pass of ["forward", "backward"] as const) {
    const svg = await toSvg(draw(graph, { pass }));
    expect(svg.match(/class="node /g)).toHaveLength(2);
  }
});

test("a graph of 20,000 nodes, one after the other, is drawn without recursion", () => {
  const count = 20_000;
  const chain = graphOf(
    Array.from({ length: count }, (_, i) =>
      node(`h/${i}`, i === 0 ? "input" : "abs", i === 0 ? "" : `h/${i - 1}`),
    ),
  );
  expect(
    draw(chain)
      .split("\n")
      .filter((line) => line.includes("->")),
  ).toHaveLength(count - 1);
});

test("paths as deep as they come are clusters up to a limit", () => {
  const deep = "a/".repeat(3000);
  const text = draw(graphOf([node(`${deep}x`, "input"), node(`${deep}y`, "abs", `${deep}x`)]));
  expect(text.match(/subgraph/g)).toHaveLength(8);
});

test("an empty view is an empty picture", async () => {
  expect(await toSvg(draw(graphOf([]), { pass: "backward" }))).toContain("<svg");
});
