// Writes docs/lectures.md: each row of what the lectures teach, what makes it real here, and the tests that prove it.
// A test proves a row when its name begins with the row's id: "A11: elu is continuous".
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import prettier from "prettier";

const root = fileURLToPath(new URL("..", import.meta.url));
const rows = JSON.parse(fs.readFileSync(path.join(root, "docs/lectures.rows.json"), "utf8"));

/** Titles of tests that name rows: `("A1, A2: …"`. */
const title = /\(\s*(["'`])([A-Z]\d+(?:, [A-Z]\d+)*): ((?:(?!\1)[^\n\\]|\\.)+)\1/g;

function testFiles(folder) {
  return fs
    .readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file));
}

/** The proofs of each row: what a test is called, and where it stands. */
export function proofs() {
  const found = new Map();
  for (const file of [...testFiles("packages"), ...testFiles("examples")].sort()) {
    for (const [, , ids, says] of fs.readFileSync(path.join(root, file), "utf8").matchAll(title)) {
      for (const id of ids.split(", ")) {
        found.set(id, [...(found.get(id) ?? []), { file, says: says.replaceAll(/\\(.)/g, "$1") }]);
      }
    }
  }
  return found;
}

export async function page() {
  const found = proofs();
  const parts = [
    "# The lectures, row by row",
    "",
    "The framework began with five lectures on deep learning: Louppe's second lecture, Kent's introduction, Yukimura's first part,",
    "Ewing's fifth day, and one without a name on why networks are deep. This table lists what they teach, what makes it real here, and",
    "the tests that hold it to its numbers. It is written by `node docs/lectures.js` from the names of the tests.",
  ];
  for (const [section, items] of Object.entries(rows)) {
    parts.push("", `## ${section}`, "", "| | what | here | proven by |", "|---|---|---|---|");
    for (const [id, what, here] of items) {
      const tests = (found.get(id) ?? []).map(({ file, says }) => {
        const text = says.replaceAll("|", "\\|").replaceAll("<", "&lt;");
        return `[${text.replaceAll(/([[\]*_])/g, "\\$1")}](../${file})`;
      });
      parts.push(`| ${id} | ${what} | ${here} | ${tests.join("<br>")} |`);
    }
  }
  const style = await prettier.resolveConfig(fileURLToPath(import.meta.url));
  return prettier.format(parts.join("\n"), { ...style, parser: "markdown" });
}

/** Ids of rows without a proof. */
export const unproven = () => {
  const found = proofs();
  return Object.values(rows)
    .flat()
    .map(([id]) => id)
    .filter((id) => !found.has(id));
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  fs.writeFileSync(path.join(root, "docs/lectures.md"), await page());
  const missing = unproven();
  if (missing.length > 0) console.log(`without a test: ${missing.join(", ")}`);
}
