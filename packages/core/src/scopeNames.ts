import type { Builder } from "./builder.js";
import { Refusal } from "./errors.js";
import { checkId, firstSegment } from "./identifiers.js";
import { suggest } from "./suggest.js";
import type { Value } from "./value.js";

/** What the names of one scope mean. */
export class ScopeNames {
  readonly #builder: Builder;
  /** What the graph's ids of this scope begin with. */
  readonly #prefix: string;
  readonly #values = new Map<string, Value>();
  /** Names whose own mistake was reported; what uses them is passed over in silence. */
  readonly #failed = new Set<string>();

  constructor(builder: Builder, prefix: string) {
    this.#builder = builder;
    this.#prefix = prefix;
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
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
    });
  }

  /**
   * The value that a reference means: that of a name, or of a path below an instance.
   * @throws {Refusal} unknown-node; an empty one where the mistake was reported already
   */
  resolve(reference: string): Value {
    const local = this.#values.get(reference);
    if (local !== undefined) return local;
    const below = this.#prefix + reference;
    if (reference.includes("/") && this.#builder.has(below)) return this.#builder.get(below);
    if (this.#failed.has(reference) || this.#failed.has(firstSegment(reference))) throw new Refusal([]);
    throw new Refusal({
      code: "unknown-node",
      got: JSON.stringify(reference),
      need: "the id of an input, parameter, buffer, constant or node",
      ...suggest(reference, this.#candidates(reference)),
    });
  }

  /** What a reference may have meant: names of this scope, or those inside the instance that it begins with. */
  #candidates(reference: string): Iterable<string> {
    const instance = `${this.#prefix}${firstSegment(reference)}/`;
    const ids = this.#builder.values.flatMap(({ id }) => (id?.startsWith(instance) ? [id] : []));
    const inside = ids.map((id) => id.slice(this.#prefix.length));
    return reference.includes("/") && inside.length > 0 ? inside : [...this.#values.keys(), ...this.#failed];
  }
}
