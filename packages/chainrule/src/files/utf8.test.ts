import { Refusal } from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8 } from "./utf8.js";

function refusal(bytes: readonly number[]): unknown {
  try {
    return decodeUtf8(Uint8Array.from(bytes), "a.json");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [{ code, line, column, got } = { code: "" }] = error.problems;
    return [code, line, column, got];
  }
}
const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

test("text comes back without its byte order mark", () => {
  expect(refusal(bytesOf("\uFEFF{ é 😀 }"))).toBe("{ é 😀 }");
});

test.each<[string, readonly number[], number, number, string]>([
  ["Latin-1", [0x7b, 0xe9, 0x7d], 1, 2, "byte E9 at offset 1"],
  ["a byte that continues nothing", [...bytesOf("é\n😀"), 0x80], 2, 3, "byte 80 at offset 7"],
  ["a character cut off", [0x61, 0xe2, 0x82], 1, 2, "byte E2 at offset 1"],
  ["an overlong form", [0xc0, 0xaf], 1, 1, "byte C0 at offset 0"],
  ["half a surrogate pair", [0xed, 0xa0, 0x80], 1, 1, "byte ED at offset 0"],
  ["beyond Unicode", [0xf4, 0x90, 0x80, 0x80], 1, 1, "byte F4 at offset 0"],
  ["UTF-16, little end first", [0xff, 0xfe, 0x7b, 0x00], 1, 1, "FF FE, with which UTF-16 begins"],
  ["UTF-16, big end first", [0xfe, 0xff, 0x00, 0x7b], 1, 1, "FE FF, with which UTF-16 begins"],
])("%s is refused where it is", (_, bytes, line, column, got) => {
  expect(refusal(bytes)).toEqual(["not-utf8", line, column, got]);
});

test("what is refused is what a strict decoder refuses, and what stands before it is sound", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0x61, 0x0a, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0xf4, 0x9f)),
      (bytes) => {
        const result = refusal(bytes);
        if (typeof result === "string") {
          expect(result).toBe(decoder.decode(Uint8Array.from(bytes)));
        } else {
          const offset = Number(/\d+$/.exec((result as string[])[3]!)![0]);
          const before = Uint8Array.from(bytes.slice(0, offset));
          expect(() => decoder.decode(before)).not.toThrow();
          expect(() => decoder.decode(Uint8Array.from(bytes))).toThrow(TypeError);
        }
      },
    ),
  );
});
