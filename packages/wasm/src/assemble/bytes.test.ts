import { expect, test } from "vitest";
import { Bytes } from "./bytes.js";

const written = (write: (bytes: Bytes) => void): number[] => {
  const bytes = new Bytes();
  write(bytes);
  return [...bytes.toUint8Array()];
};

// From the LEB128 page of the DWARF standard (§7.6, figures 23 and 24), and the limits of 32 and 64 bits.
test.each([
  [0, [0]],
  [2, [2]],
  [127, [127]],
  [128, [0x80, 1]],
  [129, [0x81, 1]],
  [12857, [0xb9, 0x64]],
  [2 ** 31, [0x80, 0x80, 0x80, 0x80, 8]],
  [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0xf]],
])("unsigned %d", (value, bytes) => expect(written((to) => to.unsigned(value))).toEqual(bytes));

test.each([
  [0, [0]],
  [2, [2]],
  [-2, [0x7e]],
  [63, [63]],
  [64, [0xc0, 0]],
  [-64, [0x40]],
  [-65, [0xbf, 0x7f]],
  [127, [0xff, 0]],
  [-127, [0x81, 0x7f]],
  [128, [0x80, 1]],
  [-128, [0x80, 0x7f]],
  [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 7]],
  [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
  [2n ** 63n - 1n, [...Array.from({ length: 9 }, () => 0xff), 0]],
  [-(2n ** 63n), [...Array.from({ length: 9 }, () => 0x80), 0x7f]],
])("signed %d", (value, bytes) => expect(written((to) => to.signed(value))).toEqual(bytes));

test("names are UTF-8 after their length in bytes", () => {
  expect(written((to) => to.name("aé"))).toEqual([3, 0x61, 0xc3, 0xa9]);
});

test("floats are little-endian IEEE", () => {
  expect(written((to) => to.float32(-1.5))).toEqual([0, 0, 0xc0, 0xbf]);
  expect(written((to) => to.float64(1))).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
});

test("what is written survives growing", () => {
  const many = Array.from({ length: 1000 }, (_, i) => i & 0xff);
  expect(written((to) => many.forEach((value) => to.byte(value)))).toEqual(many);
  expect(written((to) => to.sized((inner) => inner.bytes(many)))).toEqual([0xe8, 7, ...many]);
});
