/** A code block of a Markdown page, and what the comment before it says it is. */
export interface Snippet {
  /** `spec and.json`, `file leaves.csv`, `into and.json: model.nodes`, or nothing. */
  readonly note: string;
  readonly language: string;
  readonly text: string;
  /** Where its text begins and ends in the page. */
  readonly start: number;
  readonly end: number;
}

/** All code blocks of a page, in order. */
export function snippetsOf(page: string): Snippet[] {
  return [...page.matchAll(/(?:<!-- ([^\n]*) -->\n\n)?```(\w+)\n([\s\S]*?)```/g)].map((match) => {
    const [whole, note = "", language = "", text = ""] = match;
    const start = match.index + whole.length - 3 - text.length;
    return { note, language, text, start, end: start + text.length };
  });
}

/** A page with other text in some of its snippets. */
export function withTexts(page: string, texts: ReadonlyMap<Snippet, string>): string {
  let result = "";
  let from = 0;
  for (const [{ start, end }, text] of [...texts].sort(([a], [b]) => a.start - b.start)) {
    result += page.slice(from, start) + text;
    from = end;
  }
  return result + page.slice(from);
}
