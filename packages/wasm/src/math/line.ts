import type { MachineLine } from "../ir/line.js";
import type { Element } from "../ir/program.js";
export function functionLine(name: string, element: Element): MachineLine {
  throw new Error(name + element);
}
