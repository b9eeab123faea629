import { expect, test } from "vitest";
import { Refusal } from "../errors.js";
import { defaultLimits } from "../limits.js";
import { problemsOf } from "../testing/refusals.js";
import { parseDocument } from "./document.js";

const valueOf = (text: string): unknown => parseDocument(text, "a.json").value;
const refused = (text: string): readonly unknown[] => problemsOf(() => parseDocument(text, "a.json"));

test("comments, trailing commas and a byte order mark are allowed", () => {
  expect(valueOf('\uFEFF// first\n{ "a": [1, 2,], /* then */ "b": null, }\n')).toEqual({
    a: [1, 2],
    b: null,
  });
});

test.each([
  ['"x"', "x"],
  ["-0", -0],
  ["1e308", 1e308],
  ["[[], {}]", [[], {}]],
  ['{ "": { "a b": true } }', { "": { "a b": true } }],
  ['"\\u00e9\\n\\ud83d\\ude00"', "é\n😀"],
])("%s is a document", (text, value) => expect(valueOf(text)).toStrictEqual(value));

test.each([
  ["", 1, 1, "the end of the document", "a value"],
  ["  \n ", 2, 2, "the end of the document", "a value"],
  ['{ "a": }', 1, 8, "}", "a value"],
  ['{ "a" 1 }', 1, 7, "1", '":"', ": 1"],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, '"b"', '","', ', "b"'],
  ["[1, 2", 1, 6, "the end of the document", '"]"', "]"],
  ['{ "a": [1 ', 1, 11, "the end of the document", '"]"', "]}"],
  ["{} {}", 1, 4, "{", "the end of the document"],
  ["{ a: 1 }", 1, 3, "a", "JSON (comments and trailing commas are allowed)", '"a"'],
  ["['a']", 1, 2, "'a'", "JSON (comments and trailing commas are allowed)", '"a"'],
  ["[True]", 1, 2, "True", "JSON (comments and trailing commas are allowed)", "true"],
  ["[+1]", 1, 2, "+1", "JSON (comments and trailing commas are allowed)", "1"],
  ['["a\nb"]', 1, 2, "unexpected end of string", "JSON (comments and trailing commas are allowed)"],
  ['["\\x"]', 1, 2, "invalid escape character", "JSON (comments and trailing commas are allowed)"],
  ["[NaN]", 1, 2, "NaN", "JSON (comments and trailing commas are allowed)"],
])("%j is refused at %i:%i", (text, line, column, got, need, hint?: string) => {
  expect(refused(text)).toEqual([
    { code: "syntax", file: "a.json", line, column, got, need, ...(hint && { try: hint }) },
  ]);
});

test.each(["/*", "{}/*", '{ "a": 1 /*', "{} /", "{} /* a", "{} /* a *", "{} //", '{} "', "{} /*/"])(
  "%j, which ends in the middle of something, is refused or read",
  (text) => {
    if (text.endsWith("//")) expect(valueOf(text)).toEqual({});
    else expect(refused(text)).toEqual([expect.objectContaining({ code: "syntax" })]);
  },
);

test("every beginning of a document with comments is refused or read", () => {
  const whole = '// a\r\n{ "a": [1, -2.5e3, true, "\\u0061b",], /* c **/ "d": null } // e';
  for (let end = 0; end <= whole.length; end++)
    for (const last of ["", "/", "/*", "//", "/**", '"', "\\"])
      try {
        valueOf(whole.slice(0, end) + last);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
});

test.each([
  ['{ "a": 1, "a": 2 }', 1, 11],
  ['{\n  "a": 1,\n  "a": 2\n}', 3, 3],
  ['{\r\n  "a": 1,\r\n  "a": 2\r\n}', 3, 3],
  ['{ "é": "ü", "a": 1, "a": 2 }', 1, 21],
  ['/* 😀 */ { "a": 1, "a": 2 }', 1, 20],
  ['{ "a": 1, "\\u0061": 2 }', 1, 11],
])("the second key of %j stands at %i:%i", (text, line, column) => {
  const got = '"a" twice in one object';
  expect(refused(text)).toEqual([
    { code: "duplicate-key", file: "a.json", line, column, got, need: "each key once" },
  ]);
});

test("each mistake is reported, at most twenty", () => {
  expect(refused('{ "a": 1e400, "b": [-1e400], "__proto__": 1, "c": 1, "c": 2 }')).toEqual([
    {
      code: "not-a-number",
      file: "a.json",
      line: 1,
      column: 8,
      got: "1e400",
      need: "a number that float64 can hold",
    },
    {
      code: "not-a-number",
      file: "a.json",
      line: 1,
      column: 21,
      got: "-1e400",
      need: "a number that float64 can hold",
    },
    { code: "forbidden-key", file: "a.json", line: 1, column: 30, got: '"__proto__"', need: "another name" },
    {
      code: "duplicate-key",
      file: "a.json",
      line: 1,
      column: 54,
      got: '"c" twice in one object',
      need: "each key once",
    },
  ]);
  expect(refused(`{ ${Array(200_000).fill('"a": 1').join(", ")} }`)).toHaveLength(20);
});

test.each(["__proto__", "constructor", "prototype", "__pro\\u0074o__"])(
  "the key %s is refused wherever it stands",
  (key) => {
    expect(refused(`{ "a": [{ "${key}": {} }] }`)).toEqual([
      expect.objectContaining({ code: "forbidden-key", line: 1, column: 11 }),
    ]);
  },
);

const fits = defaultLimits.documentDepth;

test("nesting is allowed up to the limit", () => {
  expect(() => valueOf("[".repeat(fits) + "]".repeat(fits))).not.toThrow();
  expect(refused("[".repeat(fits + 1) + "]".repeat(fits + 1))).toEqual([
    {
      code: "too-deep",
      file: "a.json",
      line: 1,
      column: fits + 1,
      got: "nesting deeper than 64",
      need: "at most 64 levels",
    },
  ]);
  expect(() => valueOf(`"${"[".repeat(1000)}" // ${"[".repeat(1000)}`)).not.toThrow();
});

test.each([
  ["brackets", "["],
  ["objects", '{"a":'],
  ["closers that do not fit", "[},"],
  ["closers that do not fit either", '{"a":],"b":'],
])("a bomb of 100,000 %s is refused", (_, piece) => {
  expect(refused(piece.repeat(100_000))).toEqual([expect.objectContaining({ code: "too-deep", line: 1 })]);
});

test("closers before openers are no credit", () => {
  expect(refused(`[${"},".repeat(1000)}${"[".repeat(100_000)}`)).toEqual([
    expect.objectContaining({ code: "too-deep" }),
  ]);
});

test("a text over the limit is refused before it is read", () => {
  const limits = { ...defaultLimits, documentBytes: 10 };
  expect(problemsOf(() => parseDocument("[1, 2, 3, 4", "a.json", limits))).toEqual([
    { code: "too-large", file: "a.json", got: "11 characters", need: "at most 10" },
  ]);
  expect(parseDocument("[1, 2, 34]", "a.json", limits).value).toEqual([1, 2, 34]);
});

test("a problem's path finds its place: the key of a property, an entry of a list, else what holds it", () => {
  const { place } = parseDocument(
    '{\n  "model": {\n    "nodes": { "u1": [\n      10, 20 ] }\n  }\n}',
    "a.json",
  );
  const placeOf = (...path: (string | number)[]): unknown => {
    const [problem] = place(new Refusal({ code: "x", path, got: "", need: "" })).problems;
    return [problem!.line, problem!.column];
  };
  expect(placeOf("model", "nodes", "u1")).toEqual([3, 16]);
  expect(placeOf("model", "nodes", "u1", 1)).toEqual([4, 11]);
  expect(placeOf("model", "nodes", "u1", 7)).toEqual([3, 16]);
  expect(placeOf("model", "nodes", "u2", "in")).toEqual([3, 5]);
  expect(placeOf()).toEqual([1, 1]);
});

test("a problem that has no path, or a place already, keeps what it has", () => {
  const { place } = parseDocument("{}", "a.json");
  const known = { code: "x", path: ["a"], file: "b.csv", line: 7, column: 2, got: "", need: "" };
  const bare = { code: "y", got: "", need: "" };
  expect(place(new Refusal([known, bare])).problems).toEqual([known, bare]);
});
