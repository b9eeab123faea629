// Reads what is known to break readers of JSON and builders of graphs, a million of each, and prints what refusing it
// costs: seconds, and how much memory the process came to hold, each in a process of its own. Run it as
// `pnpm bench:limits [COUNT]`. It asserts nothing: a clock is no test.
import { fork } from "node:child_process";
import os from "node:os";
import { openSpec, Refusal } from "chainrule";
import { hostiles } from "../packages/chainrule/dist/testing/hostile.js";

const [count = "1000000", index] = process.argv.slice(2);

if (index === undefined) await main();
else process.send(measure(hostiles(Number(count))[Number(index)]));

async function main() {
  console.log(`${os.cpus()[0].model}, Node ${process.versions.node}, ${count} of each`);
  console.log("| input | bytes | refused with | seconds | MB more |\n| --- | --- | --- | --- | --- |");
  for (const [i, { name }] of hostiles(10).entries()) {
    const { bytes, codes, seconds, mebibytes } = await inProcess(i);
    console.log(`| ${name} | ${bytes} | ${codes} | ${seconds} | ${mebibytes} |`);
  }
}

function inProcess(i) {
  return new Promise((resolve) => {
    const child = fork(new URL(import.meta.url), [count, String(i)], { execArgv: [] });
    let told = { bytes: "?", codes: "the process ended", seconds: "?", mebibytes: "?" };
    child.on("message", (message) => (told = message));
    child.on("exit", () => resolve(told));
  });
}

function measure({ text, limits, files = {} }) {
  const content = text();
  const before = process.resourceUsage().maxRSS;
  const start = process.hrtime.bigint();
  let codes = "nothing";
  try {
    openSpec(content, "spec.json", {
      readText: (name) => files[name.replaceAll("./", "")] ?? "",
      ...(limits && { limits }),
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    codes = [...new Set(error.problems.map(({ code }) => code))].join(", ");
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const mebibytes = Math.round((process.resourceUsage().maxRSS - before) / 1024);
  return { bytes: content.length, codes, seconds: seconds.toFixed(2), mebibytes };
}
