// Trains the networks of lib/rows.js with chainrule and with others, side by side, and tells what a step costs.
//
//     node bench/run.js                                        all of it; writes results.json and the tables of README.md
//     node bench/run.js --rows W2 --peers c,chainrule --quick  a part of it; prints only
//
// It asserts nothing but that all compute the same: a clock is no test.
import path from "node:path";
import { parseArgs } from "node:util";
import { install } from "./lib/install.js";
import { writeData, seed } from "./lib/data.js";
import { defaultEngine } from "./lib/engine.js";
import { machine } from "./lib/machine.js";
import { allPeers, buildFolder, cFlags } from "./lib/peers.js";
import { rows } from "./lib/rows.js";
import { save } from "./lib/save.js";
import { firstLine, timeRow } from "./lib/steps.js";
import { tables } from "./lib/tables.js";
import { otherParts } from "./parts/index.js";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string" },
    peers: { type: "string" },
    engine: { type: "string" },
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
    "no-install": { type: "boolean", default: false },
  },
});
const say = (text) => process.stderr.write(`${text}\n`);
const everything = [...Object.keys(rows), ...Object.keys(otherParts)];
const wanted = options.rows?.split(",") ?? everything;
const unknown = wanted.filter((name) => !everything.includes(name));
if (unknown.length > 0) throw new Error(`no ${unknown.join(", ")}; there are ${everything.join(", ")}`);

const engine = options.engine ?? (await defaultEngine());
const families = options.peers?.split(",");
const peers = allPeers(engine).filter(
  ({ name, family }) => families === undefined || families.includes(family) || families.includes(name),
);
const settings = options.quick
  ? { warm: 0.5, block: 0.1, rounds: Number(options.rounds ?? 3) }
  : { warm: 1.5, block: 0.4, rounds: Number(options.rounds ?? 9) };

const needsPackages = wanted.includes("W7") || peers.some(({ isPackage }) => isPackage);
if (!options["no-install"] && needsPackages) install(say);
const results = { ...machine(), engine, seed, cFlags: cFlags.join(" "), settings, rows: {}, parts: {} };
for (const name of wanted) {
  if (name in rows) {
    const folder = writeData(name, rows[name], path.join(buildFolder, "data"));
    results.rows[name] = await timeRow(name, folder, peers, settings, say);
  } else {
    results.parts[name] = await part(name);
  }
}
const text = tables(results);
console.log(text);
const isWhole = !options.quick && options.rows === undefined && options.peers === undefined;
if (isWhole || options.save) save(results, text);

/** What goes wrong in one part is told in its place: the others' figures are not lost. */
async function part(name) {
  try {
    return await otherParts[name]({ engine, peers, quick: options.quick, say });
  } catch (error) {
    return { title: name, text: `Fails: ${firstLine(error)}` };
  }
}
