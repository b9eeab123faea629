import { expect, test } from "vitest";
import { printProcedure } from "./print.js";
import type { Index, Procedure, Register } from "./program.js";

const number = (id: number, lanes = 4): Register => ({ id, element: "f32", lanes, truth: false });
const r: Index = { id: 0, name: "r" };
const c: Index = { id: 1, name: "c" };

const relu: Procedure = {
  name: "forward",
  nests: [
    {
      kind: "nest",
      title: "hidden = tanh(max(x, -0))",
      body: [
        { kind: "constant", to: number(0), value: -0 },
        {
          kind: "loop",
          index: r,
          count: 64,
          body: [
            {
              kind: "loop",
              index: c,
              count: 3,
              body: [
                {
                  kind: "load",
                  to: number(1),
                  at: { base: 1024, terms: [{ index: r, stride: 48 }, { index: c, stride: 16 }] }, // prettier-ignore
                  stored: "f32",
                  step: 4,
                },
                {
                  kind: "call",
                  to: { ...number(2), truth: true },
                  name: "less",
                  arguments: [number(1), number(0)],
                },
                {
                  kind: "call",
                  to: number(3),
                  name: "select",
                  arguments: [{ ...number(2), truth: true }, number(0), number(1)],
                },
                { kind: "call", to: number(4), name: "tanh", arguments: [number(3)] },
                {
                  kind: "store",
                  from: number(4),
                  at: { base: 4112, terms: [{ index: c, stride: -16 }] },
                  stored: "f64",
                  step: 16,
                },
              ],
            },
          ],
        },
      ],
    },
    {
      kind: "nest",
      title: "a kernel of its own",
      body: [
        { kind: "kernel", index: 2, name: "acme.sort" },
        { kind: "tape", from: 10, to: 40 },
        { kind: "lane", to: number(6, 1), from: number(5), lane: 3 },
        { kind: "convert", to: { ...number(7, 1), element: "f64" }, from: number(6, 1) },
        { kind: "spread", to: number(8), from: number(6, 1) },
        { kind: "laneSums", to: number(9), arguments: [number(8), number(8), number(8), number(8)] },
        { kind: "copy", to: number(8), from: number(9) },
        { kind: "store", from: number(6, 1), at: { base: 8, terms: [] }, stored: "f32", step: 4 },
      ],
    },
  ],
};

test("a procedure reads as loops over named buffers", () => {
  const regions = [
    { from: 1024, to: 2048, name: "x" },
    { from: 4096, to: 8192, name: "hidden" },
  ];
  expect(printProcedure(relu, regions)).toBe(`procedure forward
// hidden = tanh(max(x, -0))
v0:f32x4 = -0
for r in 0..64
  for c in 0..3
    v1:f32x4 = load [x + 48·r + 16·c]
    t2:f32x4 = less(v1, v0)
    v3:f32x4 = select(t2, v0, v1)
    v4:f32x4 = tanh(v3)
    store [hidden + 16 - 16·c] as f64 by 16 = v4
// a kernel of its own
kernel 2 (acme.sort)
tape 10..40
v6:f32 = v5[3]
v7:f64 = convert(v6)
v8:f32x4 = spread(v6)
v9:f32x4 = laneSums(v8, v8, v8, v8)
v8:f32x4 = v9
store [8] = v6
`);
});
