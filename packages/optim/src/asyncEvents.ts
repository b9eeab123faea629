import type { SchedulerLike } from "rxjs";
import type { TrainEvent } from "./events.js";
import { pump } from "./pump.js";
import { prepareTraining, type TrainJob } from "./training.js";
import { trainingEvents } from "./trainingEvents.js";

export interface EventsOptions {
  /**
   * How many events may wait to be taken before the trainer itself waits. Default: it never does; of each type
   * of event, and of each histogram, only the latest is kept, and a slow reader sees fewer of them.
   */
  readonly buffer?: number;
  readonly scheduler?: SchedulerLike;
}

/**
 * Trains, and tells how it goes: `for await (const event of events(job)) …`. Leaving the loop stops the run.
 * @throws {Refusal} as `prepareTraining` does, when the first event is asked for
 */
export async function* events(
  job: TrainJob,
  { buffer, scheduler }: EventsOptions = {},
): AsyncGenerator<TrainEvent, void, undefined> {
  const waiting = buffer === undefined ? latestOfEachKind() : firstInFirstOut();
  let isOver = false;
  let failure: unknown;
  let signal = (): void => {};
  const end = (error?: unknown): void => {
    isOver = true;
    failure = error;
    signal();
  };
  const source = pump(
    trainingEvents(prepareTraining(job)),
    {
      next(event) {
        waiting.put(event);
        signal();
      },
      complete: end,
      error: end,
      isReady: () => buffer === undefined || waiting.size() < Math.max(1, buffer),
    },
    scheduler,
  );
  try {
    for (;;) {
      const event = waiting.take();
      if (event !== undefined) {
        source.wake();
        yield event;
      } else if (isOver) {
        if (failure !== undefined) throw failure;
        return;
      } else {
        await new Promise<void>((resolve) => (signal = resolve));
      }
    }
  } finally {
    source.stop();
  }
}

interface Waiting {
  put(event: TrainEvent): void;
  take(): TrainEvent | undefined;
  size(): number;
}

function firstInFirstOut(): Waiting {
  const queue: TrainEvent[] = [];
  return { put: (event) => queue.push(event), take: () => queue.shift(), size: () => queue.length };
}

function latestOfEachKind(): Waiting {
  const latest = new Map<string, TrainEvent>();
  return {
    put(event) {
      const kind = event.type === "histogram" ? `histogram ${event.name}` : event.type;
      latest.delete(kind);
      latest.set(kind, event);
    },
    take() {
      for (const [kind, event] of latest) {
        latest.delete(kind);
        return event;
      }
      return undefined;
    },
    size: () => latest.size,
  };
}
