import { compileTimes } from "./compile.js";
import { heapFlatness } from "./heap.js";
import { scalarGraphs } from "./scalar.js";
import { startTimes } from "./start.js";

/** What is measured beside training steps: each resolves to a title, a text and its figures. */
export const otherParts = { W6: scalarGraphs, W7: startTimes, compile: compileTimes, heap: heapFlatness };
