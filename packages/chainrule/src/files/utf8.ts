import { Refusal } from "@chainrule/core";

/**
 * Text from its bytes; a byte order mark is no part of it.
 * @param file its name, for messages
 * @throws {Refusal} not-utf8, with line and column
 */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refusalOf(bytes, file);
  }
}

function refusalOf(bytes: Uint8Array, file: string): Refusal {
  const offset = firstInvalid(bytes);
  // What comes before is sound, so that lines and columns can be counted in it.
  const before = new TextDecoder().decode(bytes.subarray(0, offset));
  const shown = [...bytes.subarray(offset, offset + 2)].map((byte) => byte.toString(16).toUpperCase());
  const isUtf16 = offset === 0 && /^(FF FE|FE FF)$/.test(shown.join(" "));
  return new Refusal({
    code: "not-utf8",
    file,
    line: before.split("\n").length,
    column: before.length - before.lastIndexOf("\n"),
    got: isUtf16
      ? `${shown.join(" ")}, with which UTF-16 begins`
      : `byte ${shown[0] ?? "nothing"} at offset ${offset}`,
    need: "text in UTF-8",
    try: "save it as UTF-8",
  });
}

/**
 * The offset of the first byte that begins no character.
 * @see Unicode 15, table 3-7, well-formed UTF-8 byte sequences
 */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = lengthAt(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

/** Bytes of the character that begins here; 0 where none does. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1]!;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = at + 2; i < at + length; i++) if ((bytes[i]! & 0xc0) !== 0x80) return 0;
  return length;
}
