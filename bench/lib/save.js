import fs from "node:fs";
import path from "node:path";
import { benchFolder } from "./peers.js";

const begin = "<!-- results: written by run.js -->";
const end = "<!-- end of results -->";

/** Writes results.json, and the tables between the markers of README.md. */
export function save(results, text) {
  fs.writeFileSync(path.join(benchFolder, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  const file = path.join(benchFolder, "README.md");
  const readme = fs.readFileSync(file, "utf8");
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error("README.md has lost its markers");
  fs.writeFileSync(file, `${readme.slice(0, from)}${begin}\n\n${text}\n${readme.slice(to)}`);
}
