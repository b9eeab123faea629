import { plantable, plantFault, Registry } from "@chainrule/core";
import { expect, test } from "vitest";
import { builtin } from "./index.js";

const registry = new Registry([builtin]);

for (const op of registry.all("ops")) {
  for (const { input, kind } of plantable(op)) {
    test(`the gradient law sees a ${kind} in ${op.name}, by ${input}`, () => {
      expect(plantFault(registry, op, input, kind).noticed).toMatch(/derivative by/);
    });
  }
}
