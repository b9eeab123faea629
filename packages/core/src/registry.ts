import type { Block } from "./spec/block.js";
import { Refusal } from "./errors.js";
import type { Initialiser } from "./initialize.js";
import type { Op } from "./op.js";
import type { Profile } from "./spec/profile.js";
import { suggest } from "./suggest.js";

/**
 * What plugins can bring, by kind. Packages that stand on core add their kinds by declaration merging
 * (`declare module "@chainrule/core" { interface Contributions { schedules: Schedule } }`).
 */
export interface Contributions {
  ops: Op;
  blocks: Block;
  initialisers: Initialiser;
  profiles: Profile;
}

/** A named set of contributions. */
export type Plugin = { readonly name: string; readonly version: number } & {
  readonly [K in keyof Contributions]?: readonly Contributions[K][];
};

/** The plugin whose contributions have plain names, without a prefix. */
export const builtinName = "chainrule";

/**
 * Checks and freezes a plugin; `export default definePlugin({ name: "acme", version: 1, ops: [swishOp] })`.
 * @throws {TypeError} a bad plugin name, or a contribution whose name does not begin with `acme.`
 */
export function definePlugin<const P extends Plugin>(plugin: P): P {
  if (!/^[a-z][A-Za-z0-9]*$/.test(plugin.name))
    throw new TypeError(`plugin name "${plugin.name}" is no identifier`);
  for (const item of contributionsOf(plugin).flatMap(([, items]) => items)) {
    const prefixed = item.name.startsWith(`${plugin.name}.`);
    if (plugin.name !== builtinName && !prefixed) {
      throw new TypeError(
        `plugin ${plugin.name}: "${item.name}" must be named "${plugin.name}.${item.name}"`,
      );
    }
  }
  return Object.freeze(plugin);
}

function contributionsOf(plugin: Plugin): [kind: string, items: readonly { readonly name: string }[]][] {
  return Object.entries(plugin).flatMap(([kind, items]) =>
    typeof items === "object" ? [[kind, items]] : [],
  );
}

/** Everything that is loaded. A value: two registries live side by side, and none is global. */
export class Registry {
  readonly plugins: readonly Plugin[];
  readonly #kinds = new Map<string, Map<string, { readonly name: string }>>();

  /** @throws {TypeError} two contributions of one kind with one name */
  constructor(plugins: readonly Plugin[]) {
    this.plugins = Object.freeze([...plugins]);
    for (const plugin of plugins) {
      for (const [kind, items] of contributionsOf(plugin)) {
        for (const item of items) this.#add(kind, item);
      }
    }
  }

  #add(kind: string, item: { readonly name: string }): void {
    const known = this.#kinds.get(kind) ?? new Map<string, { readonly name: string }>();
    if (known.has(item.name)) throw new TypeError(`${kind}: "${item.name}" is defined twice`);
    known.set(item.name, item);
    this.#kinds.set(kind, known);
  }

  /** A registry that also holds these plugins. */
  with(...plugins: readonly Plugin[]): Registry {
    return new Registry([...this.plugins, ...plugins]);
  }

  find<K extends keyof Contributions>(kind: K, name: string): Contributions[K] | undefined {
    return this.#kinds.get(kind)?.get(name) as Contributions[K] | undefined;
  }

  /** @throws {Refusal} unknown-op, unknown-block, …: with the nearest name as a suggestion */
  get<K extends keyof Contributions>(kind: K, name: string): Contributions[K] {
    const found = this.find(kind, name);
    if (found !== undefined) return found;
    const noun = kind.slice(0, -1);
    throw new Refusal({
      code: `unknown-${noun}`,
      got: JSON.stringify(name),
      need: `the name of a loaded ${noun}`,
      ...suggest(name, this.names(kind)),
      ...(kind === "ops" && this.#knownElsewhere(name)),
    });
  }

  /** The op that other libraries call so. */
  #knownElsewhere(name: string): { try?: string } {
    if (this.names("ops").some((own) => own.toLowerCase() === name.toLowerCase())) return {};
    const last = (full: string): string => full.slice(full.lastIndexOf(".") + 1).toLowerCase();
    const op = this.all("ops").find(({ doc: { names } }) =>
      Object.values(names ?? {}).some((full) => last(full) === last(name)),
    );
    return op ? { try: JSON.stringify(op.name) } : {};
  }

  /** Names of one kind, in the order they were loaded. */
  names(kind: keyof Contributions): string[] {
    return [...(this.#kinds.get(kind)?.keys() ?? [])];
  }

  all<K extends keyof Contributions>(kind: K): Contributions[K][] {
    return [...(this.#kinds.get(kind)?.values() ?? [])] as Contributions[K][];
  }
}
