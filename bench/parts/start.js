// W7: from the start of a process to the first loss of W2, beside processes that do nothing.
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { writeData } from "../lib/data.js";
import { buildFolder, oneThread } from "../lib/peers.js";
import { PeerProcess } from "../lib/process.js";
import { rows } from "../lib/rows.js";
import { pairedRatio, summary, three } from "../lib/stats.js";
import { markdown } from "../lib/tables.js";

const bare = [
  { name: "node -e 0", measure: () => emptyProcess(process.execPath, ["-e", "0"]) },
  { name: "python3 -c 0", measure: () => emptyProcess("/usr/bin/python3", ["-c", "0"]) },
];

/** Bundled into one file, as an installed program would be: most of a start is reading several hundred modules. */
const inOneFile = ({ name, command }) => ({
  name: `${name}, in one file`,
  async prepare() {
    const { build } = await import("esbuild");
    const [program, script, ...args] = command("W2");
    const outfile = path.join(buildFolder, "chainrule.mjs");
    await build({ entryPoints: [script], outfile, bundle: true, platform: "node", format: "esm" });
    return [program, outfile, ...args];
  },
});

const asItIs = ({ name, command }) => ({ name, prepare: () => command("W2") });

export async function startTimes({ peers, quick, say }) {
  const folder = writeData("W2", rows.W2, path.join(buildFolder, "data"));
  const started = peers.flatMap((peer) =>
    peer.family === "chainrule" ? [asItIs(peer), inOneFile(peer)] : [asItIs(peer)],
  );
  const contenders = [...bare, ...started.map((peer) => firstLoss(peer, folder))];
  const figures = {};
  // The first round fills the file system's cache and does not count.
  for (let round = 0; round <= (quick ? 3 : 11); round++) {
    for (const { name, measure } of contenders) {
      const figure = (figures[name] ??= { times: [] });
      if (figure.missing !== undefined) continue;
      try {
        const seconds = await measure();
        if (round > 0) figure.times.push(seconds * 1e3);
      } catch (error) {
        figure.missing = error.message.trim().split("\n").at(-1);
        say(`W7 ${name}: ${error.message}`);
      }
    }
    say(`W7 round ${round}`);
  }
  const base = figures["node -e 0"];
  const body = Object.entries(figures).map(([name, { times, missing }]) => {
    if (missing !== undefined) return [name, "missing", "–"];
    const { median, quartiles } = Object.assign(figures[name], summary(times));
    return [
      name,
      `${three(median)} (${quartiles.map(three).join("–")})`,
      three(pairedRatio(times, base.times)),
    ];
  });
  return {
    title: "W7: from the start of a process to the first loss of W2",
    text: markdown(["", "ms: median (quartiles)", "times node -e 0"], body),
    figures,
  };
}

const now = () => Number(process.hrtime.bigint()) / 1e9;

async function emptyProcess(program, args) {
  const start = now();
  await promisify(execFile)(program, args);
  return now() - start;
}

function firstLoss({ name, prepare }, folder) {
  let command;
  const measure = async () => {
    command ??= await prepare();
    const start = now();
    const child = new PeerProcess(command, oneThread);
    try {
      await child.ask({ do: "load", row: "W2", folder });
      await child.ask({ do: "losses", count: 1 });
      return now() - start;
    } finally {
      child.end();
    }
  };
  return { name, measure };
}
