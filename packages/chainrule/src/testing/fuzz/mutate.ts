import type { Json, Path } from "@chainrule/core";
import type { Random } from "./random.js";

type Entry = readonly [key: string, value: Json];

const hostileKeys = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "then",
  "length",
  "",
  "0",
  "-1",
  "N",
  "a/b",
  "grad",
  "update",
  "$arg",
  "\ud800",
  "é",
  "a.b",
  "x-y",
];
/** Numbers as they are written; JSON itself cannot say some of them. */
const numbers = [
  "0",
  "-0",
  "1",
  "-1",
  "0.5",
  "2",
  "3",
  "7",
  "1e400",
  "-1e400",
  "1e-400",
  "1e308",
  "2147483648",
  "9007199254740993",
  "1e9",
  "NaN",
  "Infinity",
  "100",
  "65536",
];
/** Stands around a number that is to be written as it is. */
const raw = "\u0001";

/** A spec's text with mistakes, as many as the random numbers want. */
export function mutated(seeds: readonly Json[], random: Random): string {
  let spec = random.pick(seeds);
  // One change alone goes furthest into the program, several together go where one does not.
  for (let count = random.next() < 0.6 ? 1 : 1 + random.below(4); count > 0; count--)
    spec = changed(spec, seeds, random);
  const text = JSON.stringify(spec, null, random.below(2)).replaceAll(
    /"\\u0001([^"\\]*)\\u0001"/g,
    (_, number: string) => number,
  );
  return random.next() < 0.12 ? garbled(text, seeds, random) : text;
}

/** One change somewhere in the document. */
function changed(document: Json, seeds: readonly Json[], random: Random): Json {
  const path = random.pick(pathsOf(document));
  return at(document, path, (value) => mutateValue(value, document, seeds, random));
}

function mutateValue(value: Json, document: Json, seeds: readonly Json[], random: Random): Json {
  if (random.next() < 0.5 && typeof value === "object" && value !== null)
    return reordered(value, random, document);
  if (random.next() < 0.5 && typeof value !== "object")
    return alike(value, random.next() < 0.7 ? document : random.pick(seeds), random);
  switch (random.below(10)) {
    case 0:
    case 1:
      return `${raw}${random.pick(numbers)}${raw}`;
    case 2:
    case 3:
      return pieceOf(document, random);
    case 4:
      return pieceOf(random.pick(seeds), random);
    case 5:
      return random.pick<Json>([null, true, false, "", [], {}, "N", [[]], { $arg: "units" }, ["N", "N"]]);
    case 6:
      return [value];
    case 7:
      return { [random.pick(hostileKeys.slice(3))]: value };
    case 8:
      return random.pick(hostileKeys);
    default:
      return typeof value === "string"
        ? typo(value, random)
        : typeof value === "number"
          ? String(value)
          : value;
  }
}

/** Another value of the same type, which may well be meant. */
function alike(value: Json, document: Json, random: Random): Json {
  if (typeof value === "number") return random.pick([value + 1, value - 1, value * 2, 0, 1, 2, 3, 0.5, -1]);
  if (typeof value === "boolean") return !value;
  const others = pathsOf(document)
    .map((path) => valueAt(document, path))
    .filter((other) => typeof other === "string");
  return others.length === 0 ? value : random.pick(others);
}

/** An object or list with an entry less, twice, or under another name. */
function reordered(value: Json, random: Random, document: Json): Json {
  if (Array.isArray(value)) {
    const index = random.below(value.length + 1);
    const repeated = [...value.slice(0, index), ...value.slice(Math.max(0, index - 1))];
    return random.next() < 0.5 ? value.filter((_, i) => i !== index) : repeated;
  }
  const entries: Entry[] = Object.entries(value as Readonly<Record<string, Json>>);
  const index = random.below(entries.length);
  const [key, item] = entries[index] ?? ["a", 1];
  const other = entries[random.below(entries.length)] ?? ["b", 2];
  switch (random.below(6)) {
    case 0:
      return Object.fromEntries(entries.filter((_, i) => i !== index));
    case 1:
      return Object.fromEntries(entries.map((entry, i) => (i === index ? [typo(key, random), item] : entry)));
    case 2:
      return Object.fromEntries([...entries, [random.pick(hostileKeys), item]]);
    case 3:
      return Object.fromEntries([...entries, [key, other[1]], [other[0], item]]);
    case 4:
      return Object.fromEntries([...entries, [`${key}2`, item]]);
    default:
      return Object.fromEntries([...entries, [nameIn(document, random), pieceOf(document, random)]]);
  }
}

function typo(word: string, random: Random): string {
  const index = random.below(word.length + 1);
  const letters = [...word];
  letters.splice(index, random.below(2), random.pick(["", "x", "s", "/", "é", "_", word]));
  return letters.join("");
}

/** Letters that are lost, doubled or replaced, pieces of other texts. */
function garbled(text: string, seeds: readonly Json[], random: Random): string {
  const from = random.below(text.length);
  const to = Math.min(text.length, from + 1 + random.below(random.next() < 0.5 ? 3 : 40));
  switch (random.below(4)) {
    case 0:
      return text.slice(0, from) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(from);
    case 2: {
      const letter = random.pick([
        "{",
        "}",
        "[",
        "]",
        '"',
        ",",
        ":",
        "\\",
        "\u0000",
        "\ud800",
        "-",
        "e",
        "/",
        "*",
        "\n",
      ]);
      return text.slice(0, from) + letter + text.slice(from + random.below(2));
    }
    default: {
      const other = JSON.stringify(random.pick(seeds));
      const start = random.below(other.length);
      return text.slice(0, from) + other.slice(start, start + random.below(80)) + text.slice(to);
    }
  }
}

function pieceOf(document: Json, random: Random): Json {
  return valueAt(document, random.pick(pathsOf(document)));
}

function nameIn(document: Json, random: Random): string {
  return String(random.pick(pathsOf(document)).at(-1) ?? "model");
}

/** Every place of a document, the whole of it first. */
function pathsOf(document: Json, path: Path = []): Path[] {
  if (typeof document !== "object" || document === null) return [path];
  const inner = Object.entries(document).flatMap(([key, value]) =>
    pathsOf(value as Json, [...path, Array.isArray(document) ? Number(key) : key]),
  );
  return [path, ...inner];
}

function valueAt(document: Json, path: Path): Json {
  return path.reduce<Json>(
    (inner, key) => (inner as Readonly<Record<string | number, Json>>)[key]!,
    document,
  );
}

/** A copy with another value in one place. `fromEntries` makes own keys of whatever name. */
function at(document: Json, path: Path, change: (value: Json) => Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return change(document);
  if (Array.isArray(document))
    return document.map((item, i) => (i === first ? at(item, rest, change) : item));
  return Object.fromEntries(
    Object.entries(document as Readonly<Record<string, Json>>).map(([key, item]) => [
      key,
      key === first ? at(item, rest, change) : item,
    ]),
  );
}
