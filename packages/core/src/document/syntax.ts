import { type ParseError, printParseErrorCode } from "jsonc-parser";
import type { Problem } from "../errors.js";
import { openBrackets } from "./nesting.js";

/** What the parser looked for, by its name of the error; its other errors say what is wrong instead. */
const expected: Readonly<Record<string, string>> = {
  PropertyNameExpected: "a key in double quotes",
  ValueExpected: "a value",
  ColonExpected: '":"',
  CommaExpected: '","',
  CloseBraceExpected: '"}"',
  CloseBracketExpected: '"]"',
  EndOfFileExpected: "the end of the document",
};

/** Words of other languages, and what JSON calls them. */
const words: Readonly<Record<string, string>> = {
  True: "true",
  False: "false",
  None: "null",
  undefined: "null",
};

/** How much of what was found a message shows. */
const shownLength = 40;
const end = "the end of the document";

/**
 * Says what is wrong with the JSON, and, where it is one of the usual slips, what to put in the place of what was
 * found.
 */
export function syntaxProblem({ error, offset, length }: ParseError, text: string): Problem {
  const name = printParseErrorCode(error);
  const found = text.slice(offset, offset + length);
  const isShown = expected[name] !== undefined || name === "InvalidSymbol";
  const hint = found.length > shownLength ? undefined : mend(name, found, text, offset);
  return {
    code: "syntax",
    got: !isShown ? spaced(name) : found === "" ? end : found.slice(0, shownLength),
    need: expected[name] ?? "JSON (comments and trailing commas are allowed)",
    ...(hint !== undefined && { try: hint }),
  };
}

function mend(name: string, found: string, text: string, offset: number): string | undefined {
  const isKey = /^\s*:/.test(text.slice(offset + found.length, offset + found.length + 20));
  switch (name) {
    case "InvalidSymbol": {
      const inner =
        /^'([^'"\\]*)'$/.exec(found)?.[1] ?? (isKey && /^[\w$]+$/.test(found) ? found : undefined);
      if (inner !== undefined) return JSON.stringify(inner);
      return Object.hasOwn(words, found) ? words[found] : /^\+(\d[\d.]*)$/.exec(found)?.[1];
    }
    case "CommaExpected":
      return /^["{[]/.test(found) ? `, ${found}` : undefined;
    case "ColonExpected":
      return /^["{[\w-]/.test(found) ? `: ${found}` : undefined;
    case "CloseBraceExpected":
    case "CloseBracketExpected":
      return found === "" ? openBrackets(text) : undefined;
    default:
      return undefined;
  }
}

function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
