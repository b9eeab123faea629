import type { ServerResponse } from "node:http";
import type { TrainEvent } from "@chainrule/optim";
import { History } from "../history.js";
import { eventText } from "./eventText.js";

/** How many metrics one message holds at most; a run can tell thousands a second, a page shows tens. */
const capacity = 25;

/**
 * One page that follows a run. What happens between two messages is thinned out, the latest always kept; while
 * its connection is full it is sent nothing. So a slow reader costs the run neither time nor memory.
 */
export class Follower {
  readonly #response: ServerResponse;
  #waiting = new History(capacity);
  #isFull = false;

  constructor(response: ServerResponse, history: readonly TrainEvent[]) {
    this.#response = response;
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.on("drain", () => (this.#isFull = false));
    this.#write(eventText("history", history));
  }

  /** Keeps an event for the next message. */
  add(event: TrainEvent): void {
    this.#waiting.add(event);
  }

  /** Sends what has come together, if the connection takes it. */
  flush(): void {
    const events = this.#waiting.events();
    if (this.#isFull || events.length === 0) return;
    this.#waiting = new History(capacity);
    this.#write(eventText("more", events));
  }

  end(): void {
    this.#isFull = false;
    this.flush();
    this.#response.end();
  }

  #write(text: string): void {
    this.#isFull = !this.#response.write(text);
  }
}
