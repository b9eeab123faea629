import { asyncScheduler, Observable, type SchedulerLike, type Subscription } from "rxjs";

/** How long work goes on before whoever else is waiting has a turn. */
const sliceMilliseconds = 12;

/** Takes what a {@link Pump} brings. */
export interface Consumer<T> {
  next(item: T): void;
  complete(): void;
  error(error: unknown): void;
  /** Where false, the pump rests until it is woken. */
  isReady(): boolean;
}

/** Work that goes on in slices. */
export interface Pump {
  /** Goes on, if it rests because its consumer was not ready. */
  wake(): void;
  /** Ends the work for good. */
  stop(): void;
}

/**
 * Draws items from an iterator and hands them to a consumer, in slices of a few milliseconds; the clock decides
 * when, never what.
 * @param source yields undefined where it may rest
 */
export function pump<T>(
  source: Iterator<T | undefined>,
  consumer: Consumer<T>,
  scheduler: SchedulerLike = asyncScheduler,
): Pump {
  let isStopped = false;
  let pending: Subscription | undefined;
  const wake = (): void => {
    if (!isStopped && pending === undefined) pending = scheduler.schedule(slice);
  };
  const stop = (): void => {
    if (isStopped) return;
    isStopped = true;
    pending?.unsubscribe();
    source.return?.();
  };
  const slice = (): void => {
    pending = undefined;
    const end = scheduler.now() + sliceMilliseconds;
    try {
      while (!isStopped && consumer.isReady()) {
        const { done, value } = source.next();
        if (done) {
          isStopped = true;
          consumer.complete();
        } else if (value !== undefined) {
          consumer.next(value);
        } else if (scheduler.now() >= end) {
          wake();
          return;
        }
      }
    } catch (error) {
      isStopped = true;
      consumer.error(error);
    }
  };
  wake();
  return { wake, stop };
}

/** An iterator's items as a cold Observable whose work is done in slices; unsubscribing stops it. */
export function sliced<T>(make: () => Iterator<T | undefined>, scheduler?: SchedulerLike): Observable<T> {
  return new Observable((subscriber) => {
    const { stop } = pump(
      make(),
      {
        next: (item) => subscriber.next(item),
        complete: () => subscriber.complete(),
        error: (error) => subscriber.error(error),
        isReady: () => true,
      },
      scheduler,
    );
    return stop;
  });
}
