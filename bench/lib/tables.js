import { rows } from "./rows.js";
import { pairedRatio, three } from "./stats.js";

/** All that was measured, as Markdown. */
export function tables(results) {
  const parts = [heading(results)];
  if (Object.keys(results.rows).length > 0) parts.push(...stepTables(results));
  for (const { title, text } of Object.values(results.parts)) parts.push(`### ${title}\n\n${text}`);
  return `${parts.join("\n\n")}\n`;
}

function heading({
  date,
  cpu,
  cores,
  system,
  node,
  gcc,
  loadAverage,
  engine,
  seed,
  cFlags,
  settings,
  rows: timed,
}) {
  const { warm, block, rounds } = settings;
  const peers = Object.values(timed).flatMap((row) => Object.entries(row));
  const infos = new Map(peers.flatMap(([name, { info }]) => (info ? [[name, info]] : [])));
  const versions = [...infos].map(([name, info]) => `- ${name}: ${describe(info)}`);
  return [
    `${date}; ${cpu}, ${cores} cores, ${system}; Node ${node}; gcc ${gcc}, \`${cFlags}\`; one thread for everybody; chainrule's`,
    `engine: ${engine}; seed ${seed}; warm for ${warm} s, then ${rounds} rounds of blocks of at least ${block} s; load average`,
    `${loadAverage.join(", ")} at the start.`,
    ...(versions.length > 0 ? ["", ...versions] : []),
  ].join("\n");
}

const describe = (info) =>
  Object.entries(info)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");

function stepTables({ rows: timed }) {
  const names = Object.keys(timed);
  const peers = [...new Set(names.flatMap((name) => Object.keys(timed[name])))];
  const over = (base) => (name, peer) => ratio(timed[name][peer], timed[name][base]);
  const table = (of, cell) =>
    markdown(
      [of, ...names],
      peers.map((peer) => [peer, ...names.map((name) => cell(name, peer))]),
    );
  const parts = [
    names.map((name) => `- ${name}: ${rows[name].title}`).join("\n"),
    `### µs a training step: median (quartiles)\n\n${table("", (name, peer) => time(timed[name][peer]))}`,
  ];
  for (const base of peers.filter((peer) => peer === "c" || peer.startsWith("chainrule"))) {
    const title = base === "c" ? "times the C program" : `times ${base}`;
    parts.push(`### ${title}\n\n${table("", over(base))}`);
  }
  parts.push(...peers.filter((peer) => peer.startsWith("chainrule")).map((peer) => lostTo(peer, timed)));
  const notes = names.flatMap((name) =>
    peers.flatMap((peer) => {
      const { missing, wrong } = timed[name][peer] ?? {};
      return missing || wrong ? [`- ${name} ${peer}: ${missing ?? wrong}`] : [];
    }),
  );
  if (notes.length > 0) parts.push(`Missing or wrong, and why:\n\n${notes.join("\n")}`);
  return parts;
}

/** Who is faster than chainrule, and where; the C programs always are. */
function lostTo(mine, timed) {
  const lost = Object.entries(timed).flatMap(([name, results]) => {
    const others = Object.keys(results).filter((peer) => peer !== "c" && !peer.startsWith("chainrule"));
    const faster = others.filter((peer) => Number(ratio(results[peer], results[mine])) < 1);
    return faster.map((peer) => `${name} to ${peer} (${ratio(results[peer], results[mine])})`);
  });
  return `${mine} loses ${lost.length === 0 ? "no row that was measured" : lost.join(", ")}.`;
}

function time(result) {
  if (result === undefined) return "–";
  if (result.missing !== undefined) return isAbsent(result.missing) ? "missing" : "fails";
  if (result.wrong !== undefined) return "wrong";
  return `${three(result.median)} (${result.quartiles.map(three).join("–")})`;
}

/** Whether a peer's last words say that it is not installed. */
const isAbsent = (words) => /cannot find|not found|no such|ENOENT|no module|exports no engine/i.test(words);

function ratio(result, base) {
  const isTimed = (one) => one?.times?.length > 0 && one.wrong === undefined;
  return isTimed(result) && isTimed(base) ? three(pairedRatio(result.times, base.times)) : "–";
}

/** A Markdown table with its columns aligned: names to the left, numbers to the right. */
export function markdown(head, body) {
  const widths = head.map((text, i) =>
    Math.max(3, ...[text, ...body.map((row) => row[i])].map((cell) => cell.length)),
  );
  const line = (cells) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
  const rule = widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(head), line(rule), ...body.map(line)].join("\n");
}
