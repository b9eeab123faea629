/** Compares names as people do: runs of digits by their number (`u2` before `u10`), the rest by code unit. */
export function compareNames(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const p = left[i]!;
    const q = right[i]!;
    if (p === q) continue;
    const bothNumbers = /^\d/.test(p) && /^\d/.test(q);
    const order = bothNumbers ? compareDigits(p, q) : p < q ? -1 : 1;
    if (order !== 0) return order;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Compares runs of digits by value, of any length. */
function compareDigits(a: string, b: string): number {
  const p = a.replace(/^0+/, "");
  const q = b.replace(/^0+/, "");
  return p.length - q.length || (p < q ? -1 : p > q ? 1 : 0);
}

/**
 * Orders names so that each comes after those it needs; among those that may come next, the first by
 * {@link compareNames}. The order in which they are given means nothing.
 * @param needs the names that one name needs; names that are not among `names` are no concern
 * @returns the order, and the names that stand on a cycle or behind one, by {@link compareNames}
 */
export function orderByNeed(
  names: readonly string[],
  needs: (name: string) => Iterable<string>,
): { order: string[]; cyclic: string[] } {
  const waiting = new Map<string, number>();
  const dependents = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const name of names) {
    const needed = new Set([...needs(name)].filter((other) => dependents.has(other)));
    waiting.set(name, needed.size);
    for (const other of needed) dependents.get(other)!.push(name);
  }
  const ready = new Heap(names.filter((name) => waiting.get(name) === 0));
  const order: string[] = [];
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    order.push(name);
    for (const dependent of dependents.get(name)!) {
      const left = waiting.get(dependent)! - 1;
      waiting.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  }
  return { order, cyclic: names.filter((name) => waiting.get(name)! > 0).sort(compareNames) };
}

/**
 * Cycles among names of which each stands on a cycle or behind one, none sharing a name with another: in each
 * the first needs the second, and the last the first.
 * @param cyclic as {@link orderByNeed} returns them
 */
export function* findCycles(
  cyclic: readonly string[],
  needs: (name: string) => Iterable<string>,
): Generator<readonly string[]> {
  for (let left = cyclic; left.length > 0;) {
    const cycle = findCycle(left, needs);
    yield cycle;
    const onCycle = new Set(cycle);
    const rest = left.filter((name) => !onCycle.has(name));
    left = orderByNeed(rest, needs).cyclic;
  }
}

function findCycle(cyclic: readonly string[], needs: (name: string) => Iterable<string>): string[] {
  const among = new Set(cyclic);
  const visited = new Set<string>();
  let name = cyclic[0]!;
  while (!visited.has(name)) {
    visited.add(name);
    name = [...needs(name)].filter((other) => among.has(other)).sort(compareNames)[0]!;
  }
  const walk = [...visited];
  return walk.slice(walk.indexOf(name));
}

/** A binary heap of names, smallest first. */
class Heap {
  readonly #items: string[] = [];

  constructor(items: readonly string[]) {
    items.forEach((item) => this.push(item));
  }

  push(item: string): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (compareNames(items[parent]!, item) <= 0) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  pop(): string | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && compareNames(items[child + 1]!, items[child]!) < 0) child++;
      if (compareNames(items[child]!, last) >= 0) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
