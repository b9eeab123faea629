import readline from "node:readline";
import { readData } from "./data.js";
import { rows } from "./rows.js";

/**
 * Runs a peer written in JavaScript: one JSON command a line on stdin, one JSON answer a line on stdout.
 *
 *     {"do":"load","row":"W2","folder":"…"}   → {"info":{…}}     versions and settings of the peer
 *     {"do":"losses","count":6}               → {"losses":[…]}   of the first steps, from the first weights
 *     {"do":"time","steps":1000}              → {"seconds":0.3,"loss":0.6}   of so many steps, from the first weights
 *
 * What fails answers {"error":"…"}. `make(row, data)` resolves to `{ info, reset, run }`: `reset()` puts the first
 * weights back, `run(steps)` trains on batches 0, 1, … of the ring and resolves to the loss of the last step.
 */
export async function serve(make) {
  let peer;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      const command = JSON.parse(line);
      if (command.do === "load") {
        const row = rows[command.row];
        peer = await make(row, readData(row, command.folder));
        answer({ info: peer.info });
      } else if (command.do === "losses") {
        answer({ losses: await firstLosses(peer, command.count) });
      } else {
        await peer.reset();
        const start = process.hrtime.bigint();
        const loss = await peer.run(command.steps);
        answer({ seconds: Number(process.hrtime.bigint() - start) / 1e9, loss });
      }
    } catch (error) {
      answer({ error: String(error?.stack ?? error) });
    }
  }
}

async function firstLosses(peer, count) {
  await peer.reset();
  const losses = [];
  for (let step = 0; step < count; step++) losses.push(await peer.run(1, step));
  return losses;
}

function answer(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
