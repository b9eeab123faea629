import { main } from "./cli.js";
import { exitCode } from "./terminal/io.js";

/** Runs the command in this process: its streams, its folder, its signals. */
export async function start(): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    // The second time, at once: whoever presses it again does not want to wait.
    if (interrupt.signal.aborted) process.exit(exitCode.interrupted);
    interrupt.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // Whoever reads has read enough, as in `chainrule check spec.json | head -1`.
  process.stdout.on("error", (error) => {
    if ("code" in error && error.code === "EPIPE") process.exit(exitCode.fine);
    throw error;
  });
  const { stdout, stderr, env } = process;
  process.exitCode = await main(process.argv.slice(2), {
    stdout,
    stderr,
    cwd: process.cwd(),
    env,
    interrupted: interrupt.signal,
  });
}
