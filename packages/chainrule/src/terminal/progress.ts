import type { MetricValues, TrainEvent, Training } from "@chainrule/optim";
import { formatNumber } from "@chainrule/viz";
import type { Output } from "./io.js";

/** How often the line is drawn anew. */
const milliseconds = 100;

/** A line on a terminal that says how far a run is; nothing at all where stderr is no terminal. */
export class Progress {
  readonly #output: Output;
  readonly #training: Training;
  #values: MetricValues = {};
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(output: Output, training: Training) {
    this.#output = output;
    this.#training = training;
    if (output.isTTY === true) this.#timer = setInterval(() => this.#draw(), milliseconds);
  }

  /** Takes note of an event; draws nothing, so it costs a run nothing. */
  hear(event: TrainEvent): void {
    if (event.type === "metrics") this.#values = event.values;
  }

  /** Takes the line away. */
  end(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#output.write("\r\u001b[2K");
  }

  #draw(): void {
    const { stepper } = this.#training;
    const { step, epoch } = stepper.batch;
    const metrics = Object.entries(this.#values).map(([name, value]) => `${name} ${formatNumber(value, 4)}`);
    const line = [`step ${step}`, `epoch ${epoch}`, ...metrics, `lr ${formatNumber(stepper.rate, 4)}`].join(
      "  ",
    );
    this.#output.write(`\r\u001b[2K${line.slice(0, (this.#output.columns ?? 80) - 1)}`);
  }
}
