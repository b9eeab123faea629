import type { TrainEvent } from "../events.js";

/**
 * Turns events into text, an event at a time; the text of all events is the file. It may remember, so a run
 * needs a fresh one. Whoever makes it decides where the text goes.
 */
export type Sink = (event: TrainEvent) => string;
