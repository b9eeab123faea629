import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { prepareTraining, trainingEvents } from "@chainrule/optim";
import { expect, test } from "vitest";
import { openSpecFile } from "./node.js";

/** SHA-256 of everything a run leaves in memory: the same on every supported version of Node. */
function trainedHash(name: string): string {
  const file = fileURLToPath(new URL(`../../../examples/${name}/${name}.json`, import.meta.url));
  const training = prepareTraining(openSpecFile(file).project.job);
  for (const event of trainingEvents(training)) if (event?.type === "run.end") break;
  const hash = createHash("sha256");
  for (const id of training.state.ids()) {
    const { data } = training.state.peek(id);
    hash.update(id).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}

// Made by Node 20.20; `bash .ci/run` holds Node 24 to the same bits.
test.each([
  ["louppe", "5af17257fea319594a4dabd31578cf48cd9aa943467fda3422640701a25f6ae2"],
  ["xor", "e1a958c86e2640c05244b9a43376e4e968c2256e6df4030a8f010573f9ee4392"],
  ["penguins", "82ad9a022a46a2e8b59baef3536e693db52685271f0d36b24f5ad0b4cdfc8d05"],
])("%s ends with the same bits on every machine", (name, golden) => {
  expect(trainedHash(name)).toBe(golden);
});
