/** What XML 1.0 cannot hold: control characters, halves of surrogate pairs, and two noncharacters. */
const unprintable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for XML content and attribute values, and so for Graphviz's HTML-like labels. Line breaks become spaces. */
export function escapeXml(text: string): string {
  return text
    .replace(unprintable, "\ufffd")
    .replace(/[\t\n\r\u2028\u2029]+/g, " ")
    .replace(/[&<>"']/g, (char) => entities[char]!);
}

/** A quoted DOT identifier. Different names stay different. */
export function quoteDot(name: string): string {
  const escaped = name
    .replace(/\\/g, "\\\\")
    .replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/\t/g, "\\t")
    .replace(/\r/g, "\\r")
    .replace(/\n/g, "\\n")
    .replace(/"/g, '\\"');
  return `"${escaped}"`;
}

/**
 * Text for a line of Markdown: nothing in it marks up, neither as Markdown nor as HTML nor as mathematics. Line breaks
 * become spaces.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(unprintable, "\ufffd")
    .replace(/[\t\n\r\u2028\u2029]+/g, " ")
    .trim()
    .replace(/[\\`*_[\]|~$]/g, "\\$&")
    .replace(/[&<>]/g, (char) => entities[char]!)
    .replace(/^([-+=#])|^(\d+)([.)])/, "$2\\$1$3")
    .replace(/#$/, "\\#");
}

/** Cuts a name that would stretch the picture, in its middle. */
export function elide(text: string, length = 48): string {
  if (text.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (length - 1 - head))}`;
}
