/** Where text goes: a process's stream, or a test's memory. */
export interface Output {
  write(chunk: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** All that a command knows of the world around it. */
export interface Io {
  /** Data. */
  readonly stdout: Output;
  /** Progress, notes and refusals. */
  readonly stderr: Output;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** How a command ends, as every shell knows it. */
export const exitCode = {
  fine: 0,
  /** An expectation was not met, training came to no number, or two specs differ. */
  failed: 1,
  /** The input cannot be accepted. */
  refused: 2,
  /** A mistake in this program. */
  broken: 70,
  interrupted: 130,
} as const;
