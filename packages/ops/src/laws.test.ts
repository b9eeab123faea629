import { lawful, Registry } from "@chainrule/core";
import { expect, test } from "vitest";
import { builtin } from "./index.js";

for (const { name, check } of lawful(new Registry([builtin]))) {
  test(name, () => expect(check).not.toThrow());
}
