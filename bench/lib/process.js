import { spawn } from "node:child_process";
import readline from "node:readline";

/** Seconds after which a peer that does not answer is given up. */
const patience = 300;

const alive = new Set();

// A peer in the midst of its steps would not see that its runner is gone.
process.once("exit", () => alive.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

/** A peer's process: commands in, answers out, one at a time (the protocol is serve.js's). */
export class PeerProcess {
  #child;
  #answers;
  #errors = "";

  /** @param command the program and its arguments */
  constructor([program, ...args], env = {}) {
    this.#child = spawn(program, args, { env: { ...process.env, ...env } });
    alive.add(this.#child);
    this.#child.on("exit", () => alive.delete(this.#child));
    this.#child.stderr.on("data", (text) => (this.#errors = (this.#errors + text).slice(-2000)));
    this.#child.stdin.on("error", () => {});
    // A program that is not there is an error of the spawn; its stream of answers ends all the same.
    this.#child.on("error", (error) => (this.#errors += error.message));
    this.#answers = readline.createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws {Error} with what the peer says is wrong, or its last words */
  async ask(command) {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    const timer = setTimeout(() => {
      this.#errors = `error: no answer in ${patience} s`;
      this.#child.kill();
    }, patience * 1000);
    try {
      return await this.#answer();
    } finally {
      clearTimeout(timer);
    }
  }

  async #answer() {
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done) throw new Error(this.#errors.trim() || "error: the process ended without a word");
      // Libraries greet on stdout.
      if (!value.startsWith("{")) continue;
      const answer = JSON.parse(value);
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer;
    }
  }

  end() {
    this.#child.stdin.end();
    this.#child.kill();
  }
}
