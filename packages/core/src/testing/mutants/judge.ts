import { expand } from "../../expand.js";
import type { Op } from "../../op.js";
import type { Registry } from "../../registry.js";
import { caseGradients } from "../caseGraph.js";
import { casesOf, hasNumbers } from "../cases.js";
import type { Case } from "../drawCase.js";
import { type Definitions, lawsWith } from "../laws.js";
import { replaced } from "../replaced.js";
import { weightedSum } from "../weightedSum.js";
import type { Mutant } from "./mutant.js";
import { mutantsOf } from "./mutantsOf.js";

/** A mutant, and what saw the mistake. */
export interface Verdict {
  readonly op: string;
  readonly part: string;
  readonly change: string;
  /** The law that was broken, of which op; undefined where the mutant survives. */
  readonly killedBy: string | undefined;
}

/** So many cases are tried under every law before the rest: most mutants fall at once. */
const firstCases = 4;
/** A mistake may show in the ops alone that use the one that has it: in so many of them, and so many of their cases. */
const mostUsers = 6;
const userCases = 12;

/** Plants mistakes in the ops of a registry, one at a time, and asks the laws about each. */
export class MutantJudge {
  readonly registry: Registry;
  readonly #seed: number;
  readonly #definitions: Definitions;
  readonly #cases = new Map<string, readonly Case[]>();
  #users: ReadonlyMap<string, readonly string[]> | undefined;

  /** @param definitions what elementwise ops are by their textbook definition, as in {@link lawful} */
  constructor(
    loaded: Registry,
    { seed = 1, definitions = {} }: { seed?: number; definitions?: Definitions } = {},
  ) {
    this.registry = loaded.with(weightedSum(loaded));
    this.#seed = seed;
    this.#definitions = definitions;
  }

  mutants(op: string): Mutant[] {
    return mutantsOf(this.registry.get("ops", op), this.#casesFor(op), this.registry);
  }

  judge(mutant: Mutant): Verdict {
    const { op, part, change, planted } = mutant;
    const registry = replaced(this.registry, planted);
    const own = this.#casesFor(op);
    const judged =
      this.#broken(op, own.slice(0, firstCases), registry) ??
      this.#broken(op, own.slice(firstCases), registry) ??
      this.#brokenByUsers(op, registry);
    return { op, part, change, killedBy: judged };
  }

  #broken(op: string, cases: readonly Case[], registry: Registry): string | undefined {
    const planted = registry.get("ops", op);
    for (const [law, check] of Object.entries(lawsWith(this.#definitions[op]))) {
      for (const item of cases) {
        try {
          check({ ...item, op: planted }, registry);
        } catch {
          return `${op}: ${law}`;
        }
      }
    }
    return undefined;
  }

  #brokenByUsers(op: string, registry: Registry): string | undefined {
    this.#users ??= this.#findUsers();
    for (const user of this.#users.get(op) ?? []) {
      const broken = this.#broken(user, this.#casesFor(user).slice(0, userCases), registry);
      if (broken !== undefined) return broken;
    }
    return undefined;
  }

  /** Those with numbers first. */
  #casesFor(op: string): readonly Case[] {
    let cases = this.#cases.get(op);
    if (cases === undefined) {
      const all = casesOf(this.registry.get("ops", op), this.#seed, this.registry);
      const full = all.filter((item) => hasNumbers(item, this.registry));
      cases = [...full.filter(({ label }) => label.includes("drawn")), ...full, ...all].filter(
        (item, i, list) => list.indexOf(item) === i,
      );
      this.#cases.set(op, cases);
    }
    return cases;
  }

  /** By op, the ops whose gradients or decompositions apply it, the most closely related first. */
  #findUsers(): Map<string, readonly string[]> {
    const users = new Map<string, { user: string; length: number }[]>();
    const unfolds = (op: Op): boolean => op.decompose !== undefined;
    for (const user of this.registry.names("ops")) {
      const used = new Set<string>();
      for (const item of this.#casesFor(user).slice(0, firstCases)) {
        const graph = caseGradients(item, this.registry);
        for (const node of graph.nodes) used.add(node.op);
        for (const node of expand(graph, this.registry, unfolds).nodes) used.add(node.op);
      }
      for (const op of used)
        if (op !== user) users.set(op, [...(users.get(op) ?? []), { user, length: used.size }]);
    }
    const farness = (op: string, { user, length }: { user: string; length: number }): number =>
      op.startsWith(user) ? 0 : length;
    return new Map(
      [...users].map(([op, list]) => [
        op,
        list
          .sort((a, b) => farness(op, a) - farness(op, b))
          .slice(0, mostUsers)
          .map(({ user }) => user),
      ]),
    );
  }
}
