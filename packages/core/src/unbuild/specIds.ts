import { forbiddenKeys } from "../document/document.js";
import { isId } from "../identifiers.js";

/**
 * Ids that a spec can give, by the ids of a graph: each segment of a path a name, and no name that of a node and of
 * an instance at once. An id keeps what can stay.
 */
export function specIds(ids: readonly string[]): Map<string, string> {
  const nodes = new Set(ids);
  const siblings = new Map<string, Set<string>>();
  for (const id of ids) {
    for (const { parent, segment } of segmentsOf(id)) {
      const known = siblings.get(parent) ?? new Set();
      siblings.set(parent, known.add(segment));
    }
  }
  const instances = new Map<string, string>();
  const nameIn = ({ parent, path, segment }: Segment, isNode: boolean): string => {
    const known = instances.get(path);
    if (!isNode && known !== undefined) return known;
    const isFree = isNode || !nodes.has(path);
    const wanted = nameFor(isFree ? segment : `${segment}_parts`);
    const name = wanted === segment ? wanted : unused(wanted, siblings.get(parent)!);
    siblings.get(parent)!.add(name);
    if (!isNode) instances.set(path, name);
    return name;
  };
  return new Map(
    ids.map((id) => {
      const segments = segmentsOf(id);
      return [id, segments.map((segment, i) => nameIn(segment, i === segments.length - 1)).join("/")];
    }),
  );
}

/** The same in one scope: every slash an underscore. */
export function flatIds(ids: readonly string[]): Map<string, string> {
  const taken = new Set(ids);
  return new Map(
    ids.map((id) => {
      const wanted = nameFor(id);
      const name = wanted === id ? id : unused(wanted, taken);
      taken.add(name);
      return [id, name];
    }),
  );
}

interface Segment {
  readonly parent: string;
  readonly path: string;
  readonly segment: string;
}

function segmentsOf(id: string): Segment[] {
  let path = "";
  return id.split("/").map((segment) => {
    const parent = path;
    path = parent === "" ? segment : `${parent}/${segment}`;
    return { parent, path, segment };
  });
}

function nameFor(segment: string): string {
  if (isName(segment)) return segment;
  const plain = segment.replace(/[^A-Za-z0-9_]/g, "_");
  if (/^[0-9]/.test(plain)) return `copy${plain}`;
  if (!/^[A-Za-z]/.test(plain)) return `n${plain}`;
  return isName(plain) ? plain : `${plain}_`;
}

function isName(segment: string): boolean {
  return isId(segment) && !forbiddenKeys.has(segment);
}

/** A name that is not among those taken: `h`, else `h2`, `h3`, …. */
export function unused(name: string, taken: { has(name: string): boolean }): string {
  let found = name;
  for (let count = 2; taken.has(found); count++) found = `${name}${count}`;
  return found;
}
