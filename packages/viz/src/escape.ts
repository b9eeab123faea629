/** What XML 1.0 cannot hold: control characters, halves of surrogate pairs, and two noncharacters. */
const unprintable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Most names and all numbers: nothing in them means anything in any format. */
const harmless = /^[A-Za-z0-9 _.,:;()[\]+=/@~-]*$/;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for XML content and attribute values. Line breaks become spaces. */
export function escapeXml(text: string): string {
  if (harmless.test(text)) return text;
  return text
    .replace(unprintable, "\ufffd")
    .replace(/[\t\n\r\u2028\u2029]+/g, " ")
    .replace(/[&<>"']/g, (char) => entities[char]!);
}

/** Text for Graphviz's HTML-like labels, in which `\N` stands for a box's name, and two backslashes for one. */
export function escapeLabel(text: string): string {
  return harmless.test(text) ? text : escapeXml(text).replaceAll("\\", "\\\\");
}

/** A quoted DOT identifier. Different names stay different. */
export function quoteDot(name: string): string {
  if (harmless.test(name)) return `"${name}"`;
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

/** What a line of a text tree must not hold: its own branches and signs, and marks that turn the direction of writing. */
const treeSigns = /[│├└─⋯↑\\\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A name or phrase in a line of a text tree, where two spaces part columns. Different names stay different. */
export function escapeTree(text: string): string {
  const code = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text
    .replace(treeSigns, code)
    .replace(unprintable, code)
    .replace(/[\t\n\r\u0085\u2028\u2029]/g, code)
    .replace(/^ | $| (?= )/g, code);
}

/** Letters and digits of any script, and signs that mean nothing to Mermaid between quotes. */
const mermaidSafe = /^[\p{L}\p{N} .,()[\]+\-/=∂…·′×−↓↑]$/u;
/** Where Mermaid looks for a second sign, after it has read the numbers: `$$`, `\n`, and its own way to write entities. */
const mermaidPairs = "$\\ﬂ¶";

/** Text between the quotes of a Mermaid label: everything that could mean something is written by its number. */
export function escapeMermaid(text: string): string {
  const clean = text.replace(unprintable, "\ufffd").replace(/[\t\n\r\u2028\u2029]+/g, " ");
  return Array.from(clean, (char) => {
    // A space of no width keeps the pairs from meeting.
    if (mermaidPairs.includes(char)) return `#${char.codePointAt(0)!};#8203;`;
    return mermaidSafe.test(char) ? char : `#${char.codePointAt(0)!};`;
  }).join("");
}
