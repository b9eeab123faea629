import type { Code } from "../assemble/code.js";
import type { Address, Loop, Statement } from "../ir/program.js";
import type { Locals } from "./locals.js";

/** What a byte address adds to its base within some loops: all addresses of one form share a pointer. */
interface Form {
  /** The same without the innermost loop's term. */
  readonly outer: Form | undefined;
  readonly loop: Loop;
  readonly stride: number;
  /** What the pointer is greater than Σ stride · index by, so that it is never negative. */
  readonly shift: number;
}

interface Pointer {
  readonly form: Form;
  readonly local: number;
}

/**
 * Addresses by pointers: every form of the addresses in a loop has one local that each time around moves on by the
 * form's stride; what differs between addresses of one form is the static offset of loads and stores.
 */
export class Addresses {
  readonly #code: Code;
  readonly #locals: Locals;
  /** The loops around the place that is being written, outermost first. */
  readonly #around: Loop[] = [];
  readonly #numbers = new Map<Loop, number>();
  readonly #forms = new Map<string, Form>();
  readonly #pointers = new Map<Form, Pointer>();
  /** The forms that move in each loop. */
  readonly #moving = new Map<Loop, Set<Form>>();

  /** @param body the statements that will be written, where loops of one turn have gone */
  constructor(body: readonly Statement[], code: Code, locals: Locals) {
    this.#code = code;
    this.#locals = locals;
    this.#collect(body, []);
  }

  /** Pushes the pointer of an address; returns the offset that goes into the load or store. */
  push(at: Address): number {
    const form = this.#formOf(at, this.#around);
    if (form === undefined) this.#code.i32(0);
    else this.#code.local("get", this.#pointers.get(form)!.local);
    return at.base - (form?.shift ?? 0);
  }

  /** Writes a loop around what `body` writes. */
  loop(loop: Loop, body: () => void): void {
    const pointers = [...(this.#moving.get(loop) ?? [])].map((form) => this.#start(form));
    const isDone = this.#counter(loop, pointers);
    this.#around.push(loop);
    this.#code.loop();
    body();
    isDone();
    this.#code.again().end();
    this.#around.pop();
    for (const { form, local } of pointers) {
      this.#pointers.delete(form);
      this.#locals.release(local);
    }
  }

  /** The pointer of a form, as it is the first time around. */
  #start(form: Form): Pointer {
    const pointer = { form, local: this.#locals.take("i32") };
    this.#pointers.set(form, pointer);
    this.#pushStart(form, 0);
    this.#code.local("set", pointer.local);
    return pointer;
  }

  #pushStart({ outer, shift }: Form, more: number): void {
    if (outer === undefined) return void this.#code.i32(shift + more);
    this.#code.local("get", this.#pointers.get(outer)!.local);
    const ahead = shift - outer.shift + more;
    if (ahead !== 0) this.#code.i32(ahead).op("i32.add");
  }

  /**
   * Prepares for counting; what it returns writes the end of a turn, and leaves whether there is another one. A
   * pointer counts if there is one, best one whose end is known now.
   */
  #counter({ count }: Loop, pointers: readonly Pointer[]): () => void {
    const code = this.#code;
    const best = pointers.find(({ form }) => form.outer === undefined) ?? pointers[0];
    if (best === undefined) return this.#countDown(count);
    const { form, local } = best;
    const length = form.stride * count;
    let pushEnd = (): unknown => code.i32(form.shift + length);
    let release = (): void => {};
    if (form.outer !== undefined) {
      const end = this.#locals.take("i32");
      this.#pushStart(form, length);
      code.local("set", end);
      pushEnd = () => code.local("get", end);
      release = () => this.#locals.release(end);
    }
    return () => {
      for (const other of pointers) if (other !== best) this.#move(other).local("set", other.local);
      this.#move(best).local("tee", local);
      pushEnd();
      code.op("i32.ne");
      release();
    };
  }

  #move({ form, local }: Pointer): Code {
    return this.#code.local("get", local).i32(form.stride).op("i32.add");
  }

  #countDown(count: number): () => void {
    const left = this.#locals.take("i32");
    this.#code.i32(count).local("set", left);
    return () => {
      this.#code.local("get", left).i32(1).op("i32.sub").local("tee", left);
      this.#locals.release(left);
    };
  }

  #collect(body: readonly Statement[], around: readonly Loop[]): void {
    for (const statement of body) {
      if (statement.kind === "loop") this.#collect(statement.body, [...around, statement]);
      else if (statement.kind === "load" || statement.kind === "store") {
        let form = this.#formOf(statement.at, around);
        for (; form !== undefined; form = form.outer) {
          const moving = this.#moving.get(form.loop);
          if (moving === undefined) this.#moving.set(form.loop, new Set([form]));
          else moving.add(form);
        }
      }
    }
  }

  #formOf({ terms }: Address, around: readonly Loop[]): Form | undefined {
    let form: Form | undefined;
    let key = "";
    for (const loop of around) {
      let stride = 0;
      for (const term of terms) if (term.index.id === loop.index.id) stride += term.stride;
      if (stride === 0) continue;
      key += `${this.#numberOf(loop)}:${stride} `;
      form = this.#forms.get(key) ?? this.#remember(key, form, loop, stride);
    }
    return form;
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
    this.#forms.set(key, form);
    return form;
  }
}
