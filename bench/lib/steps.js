// Trains one row with every peer, a process each, and times their steps in turn.
import { PeerProcess } from "./process.js";
import { oneThread } from "./peers.js";
import { summary } from "./stats.js";

const tolerance = 1e-4;
/** Of which steps losses are compared: 0 before anything is learnt, 5 after five updates. */
const compared = [0, 5];

/** No peer's blocks take longer than so many seconds together, unless that were fewer than three. */
const longest = 40;

/**
 * @param settings warm and block in seconds, rounds
 * @returns by peer: `{ info, losses, steps, times, … }` in µs a step, or `{ missing }`, or `{ wrong }`
 */
export async function timeRow(name, folder, peers, settings, say) {
  const results = {};
  const running = [];
  for (const peer of peers) {
    try {
      const started = await start(peer, name, folder);
      running.push({ peer, ...started });
      results[peer.name] = started.result;
    } catch (error) {
      results[peer.name] = { missing: firstLine(error) };
    }
    say(`${name} ${peer.name}: ${results[peer.name].missing ?? "losses " + told(results[peer.name].losses)}`);
  }
  const right = running.filter(({ result }) => agrees(result, running[0].result));
  for (const one of right) await guarded(one, () => warmUp(one, settings));
  for (let round = 0; round < settings.rounds; round++) {
    for (const one of right) await guarded(one, () => measureBlock(one, round));
    say(`${name} round ${round + 1} of ${settings.rounds}`);
  }
  for (const { process, result } of running) {
    process.end();
    if (result.times?.length > 0) Object.assign(result, summary(result.times));
  }
  return results;
}

async function start(peer, row, folder) {
  const process = new PeerProcess(peer.command(row), oneThread);
  try {
    const { info } = await process.ask({ do: "load", row, folder });
    const { losses } = await process.ask({ do: "losses", count: 6 });
    return { process, result: { info, losses, times: [] } };
  } catch (error) {
    process.end();
    throw error;
  }
}

/** Marks a result whose losses are not those of the first peer, so that its time does not count. */
function agrees(result, { losses: expected }) {
  for (const step of compared) {
    const [got, need] = [result.losses[step], expected[step]];
    if (Math.abs(got - need) <= tolerance * Math.max(1, Math.abs(need))) continue;
    result.wrong = `loss ${got} at step ${step}, where others have ${need}`;
    return false;
  }
  return true;
}

/** Steps until compilers have settled; from the last of the blocks comes how many steps take long enough. */
async function warmUp({ process, result }, { warm, block, rounds }) {
  let steps = 1;
  let total = 0;
  for (;;) {
    const { seconds } = await process.ask({ do: "time", steps });
    total += seconds;
    const wanted = Math.max(1, Math.ceil((steps * block) / Math.max(seconds, 1e-6)));
    if (total >= warm) {
      result.steps = wanted;
      const blockSeconds = (wanted * seconds) / steps;
      result.rounds = Math.max(Math.min(3, rounds), Math.min(rounds, Math.floor(longest / blockSeconds)));
      return;
    }
    steps = Math.min(steps * 8, wanted);
  }
}

async function measureBlock({ process, result }, round) {
  if (result.wrong !== undefined || round >= result.rounds) return;
  const { seconds, loss } = await process.ask({ do: "time", steps: result.steps });
  // Most of these processes write JSON, which has no NaN: it comes as null.
  if (!Number.isFinite(loss)) result.wrong = `a loss of ${loss} after ${result.steps} steps`;
  result.times.push((seconds / result.steps) * 1e6);
}

/** Lets one peer's mishap be told instead of ending the run. */
async function guarded(one, work) {
  try {
    await work();
  } catch (error) {
    one.result.wrong = firstLine(error);
  }
}

/** The line of an error that says what is wrong. */
export const firstLine = (error) =>
  String(error.stderr ?? error.message)
    .split("\n")
    .find((line) => /error|cannot|not found|no such|ENOENT/i.test(line))
    ?.trim() ?? String(error.message).split("\n")[0];

const told = (losses) => compared.map((step) => losses[step].toFixed(6)).join(", ");
