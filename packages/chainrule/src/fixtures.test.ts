import { expect, test } from "vitest";
import { filesOf, fixtures, readFixture } from "./testing/fixtures.js";

test.each(fixtures)("the committed graph and pictures of %s are what its spec makes today", async (name) => {
  for (const [file, text] of Object.entries(await filesOf(name))) expect(text).toBe(readFixture(name, file));
});

test.each([
  [
    "recurrent",
    [
      '"h0": { "op": "broadcastTo", "in": [0], "shape": ["N", 16] },',
      '"h":  { "block": "cell", "in": { "h": "h0", "x": "xs" }, "repeat": 8, "carry": "h", "scan": { "x": 1 }, "share": true, "units": 16 }',
    ],
  ],
  [
    "autoencoder",
    [
      '"enc": { "block": "dense", "in": ["x"], "units": 32, "activation": "relu" },',
      '"Wt":  { "op": "transpose", "in": ["enc/W"] },',
      '"dec": { "block": "dense", "in": ["enc"], "units": 784, "params": { "W": "Wt" } }',
    ],
  ],
  ["weighted", ['"train": { "minimise": { "reconstruction": 1, "classify": 0.5 }, "freeze": ["enc/**"]']],
  [
    "convolutional",
    [
      '"c1": { "block": "conv", "in": ["image"], "channels": 8, "kernel": 3, "padding": "same", "activation": "relu" },',
      '"p1": { "op": "maxPool2d", "in": ["c1"], "size": 2 },',
      '"d":  { "op": "dropout", "in": ["p1"], "rate": 0.25 },',
      '"f":  { "op": "flatten", "in": ["d"], "axis": 1 },',
      '"z":  { "block": "dense", "in": ["f"], "units": 10 }',
    ],
  ],
] as const)("%s holds the fragment of the definition to the letter", (name, lines) => {
  const text = readFixture(name, "spec.json");
  for (const line of lines) expect(text).toContain(line);
});
