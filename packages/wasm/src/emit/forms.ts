import type { Address, Loop, Statement } from "../ir/program.js";

/** What a byte address adds to its base within some loops: all addresses of one form share a pointer. */
export interface Form {
  /** The same without the innermost loop's term. */
  readonly outer: Form | undefined;
  readonly loop: Loop;
  readonly stride: number;
  /** What the pointer is greater than Σ stride · index by, so that it is never negative. */
  readonly shift: number;
}

/** The forms of the addresses in a nest; equal forms are one object. */
export class Forms {
  readonly #numbers = new Map<Loop, number>();
  readonly #known = new Map<string, Form>();
  readonly #moving = new Map<Loop, Set<Form>>();

  constructor(body: readonly Statement[]) {
    this.#collect(body, []);
  }

  /** The forms that a turn of this loop moves. */
  movingIn(loop: Loop): readonly Form[] {
    return [...(this.#moving.get(loop) ?? [])];
  }

  /** The form of an address in these loops, outermost first; undefined where it stays where it is. */
  formOf({ terms }: Address, around: readonly Loop[]): Form | undefined {
    let form: Form | undefined;
    let key = "";
    for (const loop of around) {
      let stride = 0;
      for (const term of terms) if (term.index.id === loop.index.id) stride += term.stride;
      if (stride === 0) continue;
      key += `${this.#numberOf(loop)}:${stride} `;
      form = this.#known.get(key) ?? this.#remember(key, form, loop, stride);
    }
    return form;
  }

  #collect(body: readonly Statement[], around: readonly Loop[]): void {
    for (const statement of body) {
      if (statement.kind === "loop") this.#collect(statement.body, [...around, statement]);
      else if (statement.kind === "load" || statement.kind === "store") {
        let form = this.formOf(statement.at, around);
        for (; form !== undefined; form = form.outer) {
          const moving = this.#moving.get(form.loop);
          if (moving === undefined) this.#moving.set(form.loop, new Set([form]));
          else moving.add(form);
        }
      }
    }
  }

  /** Loops of one index may follow one another. */
  #numberOf(loop: Loop): number {
    const number = this.#numbers.get(loop) ?? this.#numbers.size;
    this.#numbers.set(loop, number);
    return number;
  }

  #remember(key: string, outer: Form | undefined, loop: Loop, stride: number): Form {
    const shift = (outer?.shift ?? 0) + Math.max(0, -stride * (loop.count - 1));
    const form: Form = { outer, loop, stride, shift };
    this.#known.set(key, form);
    return form;
  }
}
