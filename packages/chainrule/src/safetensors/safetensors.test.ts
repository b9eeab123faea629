import { Refusal, tensor, tensorOf } from "@chainrule/core";
import { expect, test } from "vitest";
import { decodeSafetensors } from "./decode.js";
import { encodeSafetensors } from "./encode.js";

const tensors = {
  "hidden/W": tensorOf([0.1, -2.5, 3, 1e-40], [2, 2], "float32"),
  mean: tensor([Math.PI, -0], "float64"),
  counts: tensor([7, -8, 9], "int32"),
  mask: tensorOf([1, 0, 1], [3], "bool"),
  scalar: tensor(42, "float64"),
  empty: tensorOf([], [0, 5], "float32"),
};
const metadata = { step: "540", note: "Größe" };
const bytes = encodeSafetensors(tensors, metadata);

test("what is written is read back, bit for bit", () => {
  const read = decodeSafetensors(bytes, "w.safetensors");
  expect(Object.fromEntries(read.tensors)).toEqual(tensors);
  expect(Object.is(read.tensors.get("mean")!.data[1], -0)).toBe(true);
  expect(read.metadata).toEqual(metadata);
});

test("the bytes are those that the format describes", () => {
  const one = encodeSafetensors({ b: tensorOf([1], [1], "float32") });
  const header = '{"__metadata__":{},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  expect([...one.subarray(0, 8)]).toEqual([padded.length, 0, 0, 0, 0, 0, 0, 0]);
  expect(new TextDecoder().decode(one.subarray(8, 8 + padded.length))).toBe(padded);
  expect([...one.subarray(8 + padded.length)]).toEqual([0, 0, 0x80, 0x3f]);
});

test("the order in which tensors are given changes no byte", () => {
  const reversed = Object.fromEntries(Object.entries(tensors).reverse());
  expect(encodeSafetensors(reversed, metadata)).toEqual(bytes);
});

test("a view into a larger buffer is read as well", () => {
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(decodeSafetensors(shifted.subarray(3), "w").tensors.get("counts")).toEqual(tensors.counts);
});

test("cut off anywhere, or with a byte too many, it is refused", () => {
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeSafetensors(bytes.subarray(0, length), "w"), `${length} bytes`).toThrow(Refusal);
  }
  expect(() => decodeSafetensors(Uint8Array.of(...bytes, 0), "w")).toThrow(/wrong-size/);
});

const withHeader = (header: string, data = 8): Uint8Array => {
  const text = new TextEncoder().encode(header);
  const result = new Uint8Array(8 + text.length + data);
  new DataView(result.buffer).setBigUint64(0, BigInt(text.length), true);
  result.set(text, 8);
  return result;
};
const entry = (dtype: string, shape: string, offsets: string): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

test.each([
  ["no JSON", "{", "syntax"],
  ["no object", "[]", "wrong-type"],
  ["an entry that is none", '{"a":1}', "wrong-type"],
  ["an unknown key", '{"a":{"dtype":"F64","shape":[],"data_offsets":[0,8],"x":1}}', "unknown-key"],
  ["a forbidden name", `{"__proto__":${entry("F64", "[]", "[0,8]")}}`, "forbidden-key"],
  [
    "a name twice",
    `{"a":${entry("F32", "[]", "[0,4]")},"a":${entry("F32", "[]", "[4,8]")}}`,
    "duplicate-key",
  ],
  ["a dtype that is none", `{"a":${entry("F8", "[8]", "[0,8]")}}`, "unknown-dtype"],
  ["a negative dim", `{"a":${entry("F64", "[-1]", "[0,8]")}}`, "bad-value"],
  ["another size than the shape's", `{"a":${entry("F64", "[2]", "[0,8]")}}`, "wrong-size"],
  ["a shape too large", `{"a":${entry("F64", "[4294967296,4294967296]", "[0,8]")}}`, "too-large"],
  ["an overlap", `{"a":${entry("F64", "[]", "[0,8]")},"b":${entry("F32", "[]", "[4,8]")}}`, "overlap"],
  ["a gap", `{"a":${entry("F32", "[]", "[4,8]")}}`, "overlap"],
  ["offsets backwards", `{"a":${entry("F32", "[]", "[8,4]")}}`, "overlap"],
  ["metadata that is no text", `{"__metadata__":{"a":1},"a":${entry("F64", "[]", "[0,8]")}}`, "wrong-type"],
])("%s is refused", (_, header, code) => {
  expect(() => decodeSafetensors(withHeader(header), "w")).toThrow(expect.objectContaining({ code }));
});

test("a header that claims to be huge is refused before it is read", () => {
  const huge = new Uint8Array(16);
  new DataView(huge.buffer).setBigUint64(0, 2n ** 60n, true);
  expect(() => decodeSafetensors(huge, "w")).toThrow(expect.objectContaining({ code: "too-large" }));
});
