import type { Builder } from "../builder.js";
import { Refusal } from "../errors.js";
import { checkId, firstSegment } from "../identifiers.js";
import { suggest } from "../suggest.js";
import type { Value } from "../value.js";

/** What the names of one scope mean. */
export class ScopeNames {
  readonly #builder: Builder;
  /** What full paths stand for, in every scope of the graph. */
  readonly #addresses: Map<string, Value>;
  /** What the graph's ids of this scope begin with. */
  readonly #prefix: string;
  readonly #values = new Map<string, Value>();
  /** Names whose own mistake was reported; what uses them is passed over in silence. */
  readonly #failed = new Set<string>();

  readonly #announced = new Set<string>();

  constructor(builder: Builder, addresses: Map<string, Value>, prefix: string) {
    this.#builder = builder;
    this.#addresses = addresses;
    this.#prefix = prefix;
  }

  /** Says which names there will be, so that one that is misspelt is compared with them all. */
  announce(names: Iterable<string>): void {
    for (const name of names) this.#announced.add(name);
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
    this.#addresses.set(this.#prefix + name, value);
  }

  /** What a path from this scope stands for; undefined where it stands for nothing. */
  find(path: string): Value | undefined {
    const full = this.#prefix + path;
    return this.#addresses.get(full) ?? (this.#builder.has(full) ? this.#builder.get(full) : undefined);
  }

  fail(name: string): void {
    this.#failed.add(name);
  }

  /** @throws {Refusal} bad-id | duplicate-id, where a name cannot be given */
  checkNew(name: string): void {
    checkId(name);
    if (!this.#values.has(name) && !this.#failed.has(name)) return;
    throw new Refusal({
      code: "duplicate-id",
      got: `"${name}" twice`,
      need: "one meaning for each id in a scope",
      try: JSON.stringify(this.#free(name)),
    });
  }

  /**
   * The value that a reference means: that of a name, or of a path below an instance.
   * @throws {Refusal} unknown-node; an empty one where the mistake was reported already
   */
  resolve(reference: string): Value {
    const local = this.#values.get(reference);
    if (local !== undefined) return local;
    const below = reference.includes("/") ? this.find(reference) : undefined;
    if (below !== undefined) return below;
    if (this.#failed.has(reference) || this.#failed.has(firstSegment(reference))) throw new Refusal([]);
    throw new Refusal({
      code: "unknown-node",
      got: JSON.stringify(reference),
      need: "the id of an input, parameter, buffer, constant or node",
      ...suggest(reference, this.#candidates(reference)),
    });
  }

  #all(): Set<string> {
    return new Set([...this.#values.keys(), ...this.#failed, ...this.#announced]);
  }

  #free(name: string): string {
    const all = this.#all();
    for (let number = 2; ; number++) {
      const other = `${name}${number}`;
      if (!all.has(other)) return other;
    }
  }

  /** What a reference may have meant: names of this scope, or those inside the instance that it begins with. */
  #candidates(reference: string): Iterable<string> {
    const instance = `${this.#prefix}${firstSegment(reference)}/`;
    const paths = [...this.#addresses.keys(), ...this.#builder.values.flatMap(({ id }) => id ?? [])];
    const below = new Set(paths.filter((path) => path.startsWith(instance)));
    const inside = [...below].map((path) => path.slice(this.#prefix.length));
    return reference.includes("/") && inside.length > 0 ? inside : this.#all();
  }
}
