import { defaultLimits, type Json, parseDocument, Refusal } from "@chainrule/core";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { constants, deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openSpec } from "../project.js";
import { fromBase64url, toBase64url } from "./base64url.js";
import { crc32 } from "./crc32.js";
import { dictionary } from "./dictionary.js";
import { decodeSpec, encodeSpec } from "./url.js";

const example = (name: string): string =>
  readFileSync(new URL(`../../../../examples/${name}/${name}.json`, import.meta.url), "utf8");
const value = (text: string): Json => parseDocument(text, "spec.json").value;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What anyone could make who knows the format. */
function forged(deflated: Uint8Array): string {
  const bytes = new Uint8Array(4 + deflated.length);
  new DataView(bytes.buffer).setUint32(0, crc32(deflated));
  bytes.set(deflated, 4);
  return `1${toBase64url(bytes)}`;
}

const deflated = (text: string | Uint8Array): Uint8Array =>
  new Uint8Array(deflateRawSync(text, { dictionary: bytesOf(dictionary), level: 9 }));

test("the three examples fit into 2,000 characters each, and come back as they were", () => {
  const lengths = ["louppe", "xor", "penguins"].map((name) => {
    const text = example(name);
    const encoded = encodeSpec(text);
    expect(encoded).toMatch(/^1[\w-]+$/);
    expect(value(decodeSpec(encoded))).toEqual(value(text));
    expect(encodeSpec(value(text))).toBe(encodeSpec(decodeSpec(encoded)));
    return [name, encoded.length];
  });
  expect(lengths).toMatchInlineSnapshot(`
    [
      [
        "louppe",
        377,
      ],
      [
        "xor",
        81,
      ],
      [
        "penguins",
        324,
      ],
    ]
  `);
  expect(openSpec(decodeSpec(encodeSpec(example("xor")))).graph.name).toBe("xor");
});

test("numbers and texts come back as they were written, comments do not", () => {
  expect(decodeSpec(encodeSpec('// a\n{ "a": [1e-3, -0, 0.10, "\\u0061",], /* b */ }'))).toBe(
    '{"a":[1e-3,-0,0.10,"\\u0061"]}',
  );
});

test("a whole URL is as good as what stands behind its #", () => {
  const encoded = encodeSpec({ chainrule: 1 });
  expect(decodeSpec(` https://example.org/#page#${encoded}\n`)).toBe('{"chainrule":1}');
});

/** Made when the format was new. */
const xorText = "1OYwPCcNRB0DaW_DSn-zSHFoCI4pE8sss1FKE1gXCoMuCICVDIPdhy0VI7VpITjIFdT9g7V465B2icgIA";

test("the format stays what it is: links that were made once are read for ever", () => {
  // A change of the dictionary is a new version of the format.
  expect([crc32(bytesOf(dictionary)), bytesOf(dictionary).length]).toMatchInlineSnapshot(`
    [
      1254471779,
      3144,
    ]
  `);
  expect(value(decodeSpec(xorText))).toEqual(value(example("xor")));
  expect(decodeSpec(encodeSpec({ chainrule: 1, name: "é" }))).toBe('{"chainrule":1,"name":"é"}');
  expect(crc32(bytesOf("123456789"))).toBe(0xcbf43926);
});

test("base64url is that of Node", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      const text = toBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64url(text)).toEqual(bytes);
    }),
  );
});

describe("refusals", () => {
  const encoded = encodeSpec(example("xor"));
  const refusal = (text: string, limits = defaultLimits): string => {
    try {
      return decodeSpec(text, limits);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      return (error as Refusal).message;
    }
  };

  test("of texts that are none, cut off, changed, or of a later format", () => {
    const texts = [
      "",
      "hello",
      `${encoded.slice(0, 9)}+${encoded.slice(10)}`,
      encoded.slice(0, -4),
      "1",
      "1AAAA",
      `2${encoded.slice(1)}`,
    ];
    expect(texts.map((text) => refusal(text)).join("\n")).toMatchInlineSnapshot(`
      "not-encoded
        got   nothing
        need  a text that begins with 1, as "chainrule url SPEC" prints
      not-encoded
        got   "hello"
        need  a text that begins with 1, as "chainrule url SPEC" prints
      not-encoded
        got   "+" as character 10
        need  letters, digits, - and _ (base64url)
      damaged
        got   a text that was cut off or changed
        need  the text as it was made, whole
        try   copying it again
      damaged
        got   a text that ends too soon
        need  the text as it was made, whole
        try   copying it again
      damaged
        got   a text that ends too soon
        need  the text as it was made, whole
        try   copying it again
      unsupported-version
        got   format 2
        need  format 1, or a newer chainrule"
    `);
  });

  test("of what was forged: no JSON, no UTF-8, no stream, a stream that does not end", () => {
    const cut = deflated(example("penguins")).subarray(0, -3);
    const streams = [
      deflated("{"),
      deflated(Uint8Array.of(0xff)),
      Uint8Array.of(7, 7, 7),
      cut,
      deflated('{"__proto__":1}'),
    ];
    expect(streams.map((stream) => refusal(forged(stream)).split("\n")[0])).toEqual([
      "url:1:2  syntax",
      "damaged",
      "damaged",
      "damaged",
      "url:1:2  forbidden-key",
    ]);
  });

  test("of a megabyte that inflates to a gigabyte, in no memory to speak of", () => {
    // A flushed stream of zeros can stand behind itself as often as one likes.
    const megabyte = deflateRawSync(new Uint8Array(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH });
    const bomb = forged(new Uint8Array(Buffer.concat(Array.from({ length: 1024 }, () => megabyte))));
    expect(bomb.length).toBeGreaterThan(2 ** 20);
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal(bomb)).toMatch(
      /too-large\n {2}got {3}a text that inflates to more\n {2}need {2}at most 4194304$/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
  });

  test("of texts beyond the limit, before they are looked at; the limit counts inflated bytes too", () => {
    const limits = { ...defaultLimits, documentBytes: 500 };
    expect(refusal("1".repeat(501), limits)).toMatch(/too-large/);
    expect(encoded.length).toBeLessThan(500);
    expect(refusal(encoded, limits)).toMatch(/too-large/);
    expect(() => encodeSpec(example("xor"), limits)).toThrow(/too-large/);
  });

  test("of numbers that JSON cannot say", () => {
    expect(() => encodeSpec({ a: [NaN] })).toThrow(/not-a-number/);
  });

  test("any change of one character is seen", () => {
    const characters = fc.constantFrom(
      ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_ =#é",
    );
    fc.assert(
      fc.property(fc.nat(encoded.length - 1), characters, (at, character) => {
        fc.pre(encoded[at] !== character && !(at === encoded.length - 1 && character === " "));
        const changed = encoded.slice(0, at) + character + encoded.slice(at + 1);
        expect(() => decodeSpec(changed)).toThrow(Refusal);
      }),
      { numRuns: 1000 },
    );
  });

  test("anything at all is decoded or refused", () => {
    const text = fc.oneof(
      fc.string(),
      fc.uint8Array({ maxLength: 200 }).map(forged),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => `1${toBase64url(bytes)}`),
      fc.tuple(fc.nat(200), fc.uint8Array({ maxLength: 8 })).map(([at, bytes]) => {
        const stream = deflated(example("louppe"));
        stream.set(bytes.subarray(0, Math.max(0, stream.length - at)), Math.min(at, stream.length));
        return forged(stream);
      }),
    );
    fc.assert(
      fc.property(text, (some) => void refusal(some)),
      { numRuns: 2000 },
    );
  });

  test("every JSON value comes back", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/__proto__|constructor|prototype/.test(text));
        expect(value(decodeSpec(encodeSpec(text)))).toEqual(value(text));
      }),
    );
  });
});
