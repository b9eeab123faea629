import { expect, test } from "vitest";
import { related } from "./related.js";

test("numbers go on from their formula with an =, unless they have a relation of their own", () => {
  expect(related("0.7 \\cdot 2")).toBe("= 0.7 \\cdot 2");
  expect(related("= 1")).toBe("= 1");
  expect(related("\\approx 1")).toBe("\\approx 1");
  expect(related("x = 1")).toBe("x = 1");
});

test("relations inside brackets, fences and environments are none", () => {
  expect(related("\\sum_{i=1}^{n} x")).toBe("= \\sum_{i=1}^{n} x");
  expect(related("\\begin{cases} 1 & x > 0 \\end{cases}")).toMatch(/^= /);
  expect(related("P(x = 1)")).toBe("= P(x = 1)");
  expect(related("\\{ x \\} = 1")).toBe("\\{ x \\} = 1");
});
