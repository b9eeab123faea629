import type { ServerResponse } from "node:http";
import type { TrainEvent } from "@chainrule/optim";
import { eventText } from "./eventText.js";

/**
 * One page that follows a run. While its connection is full, only the latest metrics wait for it, and whatever
 * ends a run: a slow reader costs the run neither time nor memory.
 */
export class Follower {
  readonly #response: ServerResponse;
  #isFull = false;
  #metrics: TrainEvent | undefined;
  #others: TrainEvent[] = [];

  constructor(response: ServerResponse, history: readonly TrainEvent[]) {
    this.#response = response;
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
    response.on("drain", () => this.#drain());
    this.#write(eventText("history", history));
  }

  send(event: TrainEvent): void {
    if (event.type === "step") return;
    if (!this.#isFull) this.#write(eventText("event", event));
    else if (event.type === "metrics") this.#metrics = event;
    else this.#others.push(event);
  }

  end(): void {
    this.#response.end();
  }

  #write(text: string): void {
    this.#isFull = !this.#response.write(text);
  }

  #drain(): void {
    this.#isFull = false;
    const waiting = [...(this.#metrics ? [this.#metrics] : []), ...this.#others];
    this.#metrics = undefined;
    this.#others = [];
    waiting.forEach((event) => this.send(event));
  }
}
