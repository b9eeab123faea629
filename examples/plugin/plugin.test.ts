import { readFileSync } from "node:fs";
import { checkExpectations, defaultRegistry, differentiate, dot, lawful, openSpec, view } from "chainrule";
import { expect, test } from "vitest";
// @ts-expect-error plain JavaScript, as a plugin's author may write it
import acme from "./plugin.js";

const registry = defaultRegistry(acme);
const text = readFileSync(new URL("./swish.json", import.meta.url), "utf8");

for (const { name, check } of lawful(registry, { ops: ["acme.swish"] })) {
  test(name, () => expect(check).not.toThrow());
}

test("a spec with the plugin's op trains to what it expects", () => {
  const project = openSpec(text, "swish.json", { registry });
  const checked = checkExpectations(project.job, project.spec.expect!);
  expect(checked.map(({ isMet }) => isMet)).toEqual([true]);
});

test("both passes are drawn, the backward one through the formula", () => {
  const { graph } = openSpec(text, "swish.json", { registry });
  const backward = differentiate(graph, { of: "loss", registry });
  expect(dot(view(graph, { pass: "forward" }))).toContain("acme.swish");
  expect(dot(view(backward, { pass: "backward" }))).toContain("hidden/a~loss/sigmoid");
});

test("without the plugin the spec is refused, and says which is missing", () => {
  expect(() => openSpec(text, "swish.json")).toThrow(/missing-plugin/);
});
