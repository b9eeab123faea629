import { main } from "./cli.js";
import { exitCode, type Io } from "./terminal/io.js";

/** Runs the command in this process: its streams, its folder, its signals. */
export async function start(): Promise<void> {
  // Whoever reads has read enough, as in `chainrule check spec.json | head -1`.
  process.stdout.on("error", (error) => {
    if ("code" in error && error.code === "EPIPE") process.exit(exitCode.fine);
    throw error;
  });
  process.exitCode = await main(process.argv.slice(2), processIo());
}

function processIo(): Io {
  const { stdout, stderr, env } = process;
  let signal: AbortSignal | undefined;
  return {
    stdout,
    stderr,
    cwd: process.cwd(),
    env,
    // A command that does not ask for this is ended by Ctrl-C at once, as any program.
    get interrupted() {
      return (signal ??= interruptions());
    },
  };
}

/** Takes over Ctrl-C: the first time it asks for an end, the second time it is one. */
function interruptions(): AbortSignal {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    if (interrupt.signal.aborted) process.exit(exitCode.interrupted);
    interrupt.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return interrupt.signal;
}
