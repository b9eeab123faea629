import { Registry } from "@chainrule/core";
import { expect, test } from "vitest";
import readme from "../README.md?raw";
import { dataPlugin } from "./plugin.js";

const lines = readme.split("\n").filter((line) => line.startsWith("| `"));

test.each(new Registry([dataPlugin]).all("generators"))(
  "the README has $name and its attributes",
  ({ name, attributes = {} }) => {
    const line = lines.find((candidate) => candidate.split("|")[1]!.includes(`\`${name}\``));
    for (const [key, declared] of Object.entries(attributes)) {
      expect(line).toContain(`\`${key}\``);
      if (typeof declared.default === "number") expect(line).toContain(`\`${key}\` ${declared.default}`);
    }
  },
);
