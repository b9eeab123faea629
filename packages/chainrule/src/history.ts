import type { MetricsEvent, TrainEvent } from "@chainrule/optim";

/**
 * The course of a run in bounded memory: its first and last events, and its metrics; phases of steps, histograms
 * and checkpoints are passed over. When there are more than
 * `capacity` of them, every second one is forgotten, and from then on only every second, fourth, … is kept.
 */
export class History {
  readonly #capacity: number;
  #metrics: MetricsEvent[] = [];
  #latest: MetricsEvent | undefined;
  #others: TrainEvent[] = [];
  #stride = 1;
  #seen = 0;

  constructor(capacity = 2000) {
    this.#capacity = capacity;
  }

  add(event: TrainEvent): void {
    if (event.type === "step" || event.type === "histogram" || event.type === "checkpoint") return;
    if (event.type !== "metrics") {
      this.#others.push(event);
      return;
    }
    this.#latest = event;
    if (this.#seen++ % this.#stride !== 0) return;
    this.#metrics.push(event);
    if (this.#metrics.length <= this.#capacity) return;
    this.#metrics = this.#metrics.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }

  /** Metrics in their order, evenly thinned out; the latest is always among them. */
  get metrics(): readonly MetricsEvent[] {
    const latest = this.#latest;
    return latest === undefined || this.#metrics.at(-1) === latest
      ? this.#metrics
      : [...this.#metrics, latest];
  }

  /** `run.start`, the metrics, and what came after: in the order of a run. */
  events(): readonly TrainEvent[] {
    const starts = this.#others.filter(({ type }) => type === "run.start");
    const ends = this.#others.filter(({ type }) => type !== "run.start");
    return [...starts, ...this.metrics, ...ends];
  }
}
