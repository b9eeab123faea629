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
  ["xor", "ea1bbdc4210c967b244f457f5d68898819db325bcb2ea385479adcebcb298243"],
  ["penguins", "cccac2946443e21c373b972af938980ca41df1718d995a8e178f8303ffad0c21"],
])("%s ends with the same bits on every machine", (name, golden) => {
  expect(trainedHash(name)).toBe(golden);
});
