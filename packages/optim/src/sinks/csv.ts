import type { Sink } from "./sink.js";

/**
 * Metrics as a table: `step,epoch,lr` and the watched metrics in their order, a row for each `metrics` event.
 * Numbers are written in full, so reading them back gives the same bits. Every other event is no text.
 * @see RFC 4180 (with line feeds alone)
 */
export function csv(): Sink {
  let names: readonly string[] = [];
  return (event) => {
    if (event.type === "run.start") {
      names = event.metrics;
      return line(["step", "epoch", "lr", ...names]);
    }
    if (event.type !== "metrics") return "";
    return line([event.step, event.epoch, event.lr, ...names.map((name) => event.values[name] ?? "")]);
  };
}

function line(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(",")}\n`;
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
