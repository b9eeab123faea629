// Remakes what is committed beside the specs in fixtures/: `pnpm fixtures`, or `pnpm fixtures spiral` for one of them.
import { writeFileSync } from "node:fs";
import { filesOf, fixtures, fixtureUrl } from "../dist/testing/fixtures.js";

const chosen = process.argv.slice(2).filter((name) => fixtures.includes(name));
for (const name of chosen.length > 0 ? chosen : fixtures) {
  for (const [file, text] of Object.entries(await filesOf(name))) {
    writeFileSync(fixtureUrl(name, file), text);
    console.log(`fixtures/${name}/${file}`);
  }
}
