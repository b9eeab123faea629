import { z } from "zod";

type Form = z.core.$ZodType;

/** Where the keys of an object go. */
export interface KeyOrder {
  /** Declared keys, in order, that stand before all others. */
  readonly first: readonly string[];
  /** Declared keys, in order, that stand after attributes. */
  readonly last: readonly string[];
  /** Whether keys that the form does not know may be attributes of something that is named. */
  readonly isOpen: boolean;
}

/** The forms that a value may have: one, or the branches of a union. What is asked twice is worked out once. */
export class Forms {
  readonly #branches: readonly Form[];
  readonly #objects: readonly z.ZodObject[];
  readonly #leaders: readonly string[];
  readonly #under = new Map<string | undefined, Forms>();
  #items: Forms | undefined;
  #order: KeyOrder | undefined;

  /** @param leaders keys that stand before attributes though they may be left out */
  constructor(forms: readonly Form[], leaders: readonly string[]) {
    this.#branches = forms.flatMap(branchesOf);
    this.#objects = this.#branches.filter((form) => form instanceof z.ZodObject);
    this.#leaders = leaders;
  }

  /** Whether nothing is known of the value. */
  get isEmpty(): boolean {
    return this.#branches.length === 0;
  }

  /**
   * The order in which an object's keys are declared. In an open form, attributes follow the leaders and every
   * key that must be there.
   */
  get order(): KeyOrder {
    return (this.#order ??= this.#keyOrder());
  }

  #keyOrder(): KeyOrder {
    const keys = [...new Set(this.#objects.flatMap((form) => Object.keys(form.shape)))];
    const isOpen = this.#objects.some(isOpenObject) || this.#branches.some(isAnyRecord);
    if (!isOpen) return { first: keys, last: [], isOpen };
    const leads = (key: string): boolean =>
      this.#leaders.includes(key) || this.#declaring(key).some((form) => isRequired(form.shape[key]!));
    const count = keys.findLastIndex(leads) + 1;
    return { first: keys.slice(0, count), last: keys.slice(count), isOpen };
  }

  /** The forms of what stands under a key. */
  under(key: string): Forms {
    const declared = this.#declaring(key).length > 0 ? key : undefined;
    return remembered(this.#under, declared, () => this.#of((form) => valueForms(form, key)));
  }

  /** The forms of a list's items. */
  get items(): Forms {
    return (this.#items ??= this.#of((form) => (form instanceof z.ZodArray ? [form.element] : [])));
  }

  /** Whether the form declares all of these keys. */
  declares(keys: readonly string[]): boolean {
    return keys.every((key) => this.#declaring(key).length > 0);
  }

  /** Whether the value's keys are names of a person's own, as those of nodes are. */
  get isRecord(): boolean {
    return this.#branches.some((form) => form instanceof z.ZodRecord);
  }

  #declaring(key: string): readonly z.ZodObject[] {
    return this.#objects.filter((form) => Object.hasOwn(form.shape, key));
  }

  #of(pick: (form: Form) => readonly Form[]): Forms {
    return new Forms(this.#branches.flatMap(pick), this.#leaders);
  }
}

function valueForms(form: Form, key: string): readonly Form[] {
  if (form instanceof z.ZodRecord) return [form.valueType];
  if (!(form instanceof z.ZodObject)) return [];
  if (Object.hasOwn(form.shape, key)) return [form.shape[key] as z.ZodType];
  return form.def.catchall === undefined ? [] : [form.def.catchall];
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function isOpenObject(form: z.ZodObject): boolean {
  return form.def.catchall !== undefined && !(form.def.catchall instanceof z.ZodNever);
}

/** Any JSON object: the value of an attribute. */
function isAnyRecord(form: Form): boolean {
  return form instanceof z.ZodRecord && form.valueType instanceof z.ZodLazy;
}

function isRequired(form: Form): boolean {
  return !(form instanceof z.ZodOptional || form instanceof z.ZodDefault);
}

/** A form without what only wraps it; each branch of a union by itself. */
function branchesOf(form: Form): readonly Form[] {
  if (form instanceof z.ZodUnion) return form.options.flatMap(branchesOf);
  if (form instanceof z.ZodOptional || form instanceof z.ZodDefault || form instanceof z.ZodReadonly)
    return branchesOf(form.unwrap());
  if (form instanceof z.ZodLazy) return branchesOf(form.unwrap());
  return form instanceof z.ZodPipe ? branchesOf(form.in) : [form];
}
