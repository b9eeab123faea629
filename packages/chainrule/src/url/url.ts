import { defaultLimits, type Json, type Limits, parseDocument, Refusal } from "@chainrule/core";
import { deflateSync } from "fflate";
import { compactSpec } from "../format/compact.js";
import { fromBase64url, toBase64url } from "./base64url.js";
import { crc32 } from "./crc32.js";
import { dictionary } from "./dictionary.js";
import { inflateWithin } from "./inflate.js";

/** The first character of a text: the version of the format, its dictionary included. */
const formatVersion = "1";
const dictionaryBytes = new TextEncoder().encode(dictionary);
const checksumBytes = 4;

/**
 * A spec as a short text for the fragment of a URL: `1`, then base64url of a CRC-32 (big-endian) and of the deflated
 * JSON without spaces. Comments are not kept; numbers and texts of a text stay as they were written.
 *
 * fflate deflates at once, in Node and in pages alike: node:zlib is not in pages, and CompressionStream is
 * asynchronous and knows no dictionaries.
 * @param spec its value, or its text: JSON with comments
 * @throws {Refusal} as `parseDocument` does; not-a-number, for a value that JSON cannot say
 */
export function encodeSpec(spec: Json | object, limits: Limits = defaultLimits): string {
  const text = compactSpec(typeof spec === "string" ? spec : jsonOf(spec), { limits });
  const deflated = deflateSync(new TextEncoder().encode(text), {
    level: 9,
    mem: 4,
    dictionary: dictionaryBytes,
  });
  const bytes = new Uint8Array(checksumBytes + deflated.length);
  new DataView(bytes.buffer).setUint32(0, crc32(deflated));
  bytes.set(deflated, checksumBytes);
  return formatVersion + toBase64url(bytes);
}

/**
 * The text of a spec, JSON without spaces, from what {@link encodeSpec} made of it; also from a whole URL that has
 * it after its last `#`. Neither the text nor what it inflates to may have more than `limits.documentBytes`.
 * @throws {Refusal} too-large | not-encoded | unsupported-version | damaged; as `parseDocument` does
 */
export function decodeSpec(encoded: string, limits: Limits = defaultLimits): string {
  const most = limits.documentBytes;
  if (encoded.length > most) throw tooLarge(`${encoded.length} characters`, most);
  const text = encoded.slice(encoded.lastIndexOf("#") + 1).trim();
  if (text[0] !== formatVersion) throw foreign(text);
  const bytes = fromBase64url(text.slice(1));
  if (!(bytes instanceof Uint8Array)) throw wrongCharacter(text, bytes.wrongAt + 1);
  const deflated = bytes.subarray(checksumBytes);
  if (bytes.length <= checksumBytes) throw damaged("a text that ends too soon");
  const checksum = new DataView(bytes.buffer).getUint32(0);
  if (crc32(deflated) !== checksum) throw damaged("a text that was cut off or changed");
  const inflated = inflateWithin(deflated, dictionaryBytes, most);
  if (inflated === "too-large") throw tooLarge("a text that inflates to more", most);
  if (inflated === "damaged") throw damaged("no whole deflate stream");
  const json = utf8(inflated);
  parseDocument(json, "url", limits);
  return json;
}

function jsonOf(value: Json | object): string {
  return JSON.stringify(value, (key, item: unknown) => {
    if (typeof item !== "number" || Number.isFinite(item)) return item;
    throw new Refusal({
      code: "not-a-number",
      at: key,
      got: String(item),
      need: "a number that JSON can say",
    });
  });
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged("bytes that are no UTF-8");
  }
}

const example = `a text that begins with ${formatVersion}, as "chainrule url SPEC" prints`;

function foreign(text: string): Refusal {
  const first = text[0];
  if (first === undefined) return new Refusal({ code: "not-encoded", got: "nothing", need: example });
  if (/[2-9]/.test(first) && /^[\w-]+$/.test(text)) {
    const need = `format ${formatVersion}, or a newer chainrule`;
    return new Refusal({ code: "unsupported-version", got: `format ${first}`, need });
  }
  return new Refusal({ code: "not-encoded", got: JSON.stringify(shortened(text)), need: example });
}

function wrongCharacter(text: string, at: number): Refusal {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const got = `${JSON.stringify(character)} as character ${at + 1}`;
  return new Refusal({ code: "not-encoded", got, need: "letters, digits, - and _ (base64url)" });
}

function damaged(got: string): Refusal {
  return new Refusal({
    code: "damaged",
    got,
    need: "the text as it was made, whole",
    try: "copying it again",
  });
}

function tooLarge(got: string, most: number): Refusal {
  return new Refusal({ code: "too-large", got, need: `at most ${most}` });
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
