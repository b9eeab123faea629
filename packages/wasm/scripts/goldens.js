// Trains the golden networks and compares the hashes of what they end with; with --update it writes them down instead. Run it
// as `pnpm goldens [--update]`.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { goldenEngine } from "../dist/testing/goldens/engine.js";
import { goldenHashes } from "../dist/testing/goldens/goldenHashes.js";

const file = new URL("../src/testing/goldens/hashes.json", import.meta.url);
const { values } = parseArgs({ options: { update: { type: "boolean" } } });
const engine = goldenEngine();
const found = goldenHashes(engine);
if (values.update) {
  writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  console.log(`${Object.keys(found).length} hashes of ${engine.name} written`);
} else {
  const golden = JSON.parse(readFileSync(file, "utf8"));
  const differing = Object.keys({ ...golden, ...found }).filter((name) => golden[name] !== found[name]);
  for (const name of differing) console.log(`${name}\n  got   ${found[name]}\n  need  ${golden[name]}`);
  console.log(
    `${engine.name}, ${process.version}: ${differing.length} of ${Object.keys(golden).length} differ`,
  );
  process.exitCode = differing.length === 0 ? 0 : 1;
}
