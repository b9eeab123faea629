import { Refusal } from "@chainrule/core";
import { expect, test } from "vitest";
import { memory } from "../testing/io.js";
import { report, visible } from "./report.js";

const io = (stderr = memory(), env = {}) => ({
  stdout: memory(),
  stderr,
  cwd: "/",
  env,
  interrupted: new AbortController().signal,
});
const refusal = new Refusal({ code: "bad-id", got: '"a"', need: "b" });

test("what a file holds cannot steer the terminal", () => {
  expect(visible("a\u001b[31mb\u202ec\r\n")).toBe("a\\u001b[31mb\\u202ec\\u000d\n");
});

test("a terminal gets colours, unless NO_COLOR is set; a pipe gets none", () => {
  const [terminal, asked, pipe] = [memory({ isTTY: true }), memory({ isTTY: true }), memory()];
  report(refusal, io(terminal), false);
  report(refusal, io(asked, { NO_COLOR: "1" }), false);
  report(refusal, io(pipe), false);
  expect(terminal.text()).toContain("\u001b[1mbad-id\u001b[22m");
  expect([asked.text(), pipe.text()]).toEqual(Array(2).fill('bad-id\n  got   "a"\n  need  b\n'));
});

test("a mistake of the program's own is told without a stack, unless one asks for it", () => {
  const [plain, detailed] = [memory(), memory()];
  expect(report(new Error("oh"), io(plain), false)).toBe(70);
  report(new Error("oh"), io(detailed, { CHAINRULE_DEBUG: "1" }), false);
  expect(plain.text()).toMatch(/^internal error: oh\nthis is a mistake in chainrule/);
  expect(detailed.text()).toMatch(/^internal error: Error: oh\n {4}at /);
});
