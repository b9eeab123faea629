import { diffSpecs, formatSpecDiff, isSameSpec } from "../diffSpecs.js";
import { jsonText } from "../json.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import { type CommonOptions, openFrom } from "./options.js";

/** `diff A B`: what two specs mean differently. Ends with `failed` where they do. */
export async function diffFiles(a: string, b: string, options: CommonOptions, io: Io): Promise<number> {
  const [{ project: before }, { project: after }] = [
    await openFrom(a, options, io),
    await openFrom(b, options, io),
  ];
  const difference = diffSpecs(before, after);
  const same = isSameSpec(difference);
  if (options.json) io.stdout.write(`${jsonText({ same, ...difference }, 2)}\n`);
  else io.stdout.write(visible(same ? `${a} and ${b} say the same\n` : formatSpecDiff(difference)));
  return same ? exitCode.fine : exitCode.failed;
}
