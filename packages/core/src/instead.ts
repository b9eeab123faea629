import type { z } from "zod";
import { written } from "./document/formWords.js";
import { nearest } from "./suggest.js";

/** How long a value may be to be suggested. */
const longest = 200;

/**
 * Says which value was probably meant by one that is not accepted: a number or a truth value that stands in quotes, an
 * item without its list, a list around an item, a bound that was passed, the nearest of some words.
 * @param accepts whether a value would be accepted
 * @param issue what is wrong with the value, where a form says so
 * @returns as JSON
 */
export function instead(
  given: unknown,
  accepts: (value: unknown) => boolean,
  issue?: z.core.$ZodIssue,
): { try?: string } {
  const value = candidates(given, issue).find(accepts);
  const text = value === undefined ? "" : written(value);
  return text === "" || text.length > longest ? {} : { try: text };
}

function candidates(given: unknown, issue: z.core.$ZodIssue | undefined): unknown[] {
  if (typeof given === "string") return [...unquoted(given), ...nearWord(given, issue), [given]];
  if (typeof given === "number") return [...bound(issue), [given], ...quotedIn(given, issue)];
  return Array.isArray(given) && given.length === 1 ? [given[0]] : [];
}

function quotedIn(number: number, issue: z.core.$ZodIssue | undefined): unknown[] {
  return issue?.code === "invalid_type" && issue.expected === "string" ? [String(number)] : [];
}

function unquoted(text: string): unknown[] {
  if (text === "true" || text === "false") return [text === "true"];
  const number = Number(text);
  return /^[-+.\d]/.test(text) && Number.isFinite(number) ? [number] : [];
}

function nearWord(word: string, issue: z.core.$ZodIssue | undefined): unknown[] {
  if (issue?.code !== "invalid_value") return [];
  const words = issue.values.map(String);
  return [nearest(word, words) ?? (words.length === 1 ? words[0] : undefined)];
}

function bound(issue: z.core.$ZodIssue | undefined): unknown[] {
  if (issue?.code === "too_small") return [Number(issue.minimum)];
  return issue?.code === "too_big" ? [Number(issue.maximum)] : [];
}
