import { type Path, type ProblemList, Refusal } from "../errors.js";
import type { Registry } from "../registry.js";
import { nearId } from "../identifiers.js";
import { suggest } from "../suggest.js";
import type { Block, BlockScope } from "./block.js";
import { specBlock } from "./specBlock.js";
import type { BlockSpec, BuildSpec } from "./spec.js";

/** A file that a spec takes blocks from. */
export interface UsedFile {
  /** Its path, as the spec gives it. */
  readonly file: string;
  readonly text: string;
  readonly blocks: Readonly<Record<string, BlockSpec>>;
}

/** Files by the name under which `use` takes a block from them; undefined for one that was refused when it was read. */
export type UsedFiles = Readonly<Record<string, UsedFile | undefined>>;

/** The blocks of one document: its own, those it takes from files, and those that are loaded. */
class DocumentBlocks implements BlockScope {
  readonly #registry: Registry;
  /** Undefined where the block's own mistake was reported. */
  readonly #own = new Map<string, Block | undefined>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  set(name: string, block: Block | undefined): void {
    this.#own.set(name, block);
  }

  get(name: string): Block {
    const own = this.#own.get(name);
    if (own !== undefined) return own;
    if (this.#own.has(name)) throw new Refusal([]);
    const loaded = this.#registry.find("blocks", name);
    if (loaded !== undefined) return loaded;
    const names = [...this.#own.keys(), ...this.#registry.names("blocks")];
    const isOp = this.#registry.find("ops", name) !== undefined;
    throw new Refusal({
      code: "unknown-block",
      got: JSON.stringify(name),
      need: "the name of a loaded block",
      ...(isOp ? { try: `"op": ${JSON.stringify(name)}` } : suggest(name, names)),
    });
  }

  /** Reads blocks that are written in a document; a mistake in one does not hide those in others. */
  declare(blocks: Readonly<Record<string, BlockSpec>>, path: Path, problems: ProblemList): void {
    for (const [name, spec] of Object.entries(blocks)) {
      const place = [...path, name];
      const block = problems.attempt(() => {
        refuseTaken(name, place, this.#registry);
        return specBlock(name, spec, place, this);
      });
      this.set(name, block);
    }
  }
}

/**
 * What block names mean in a spec. Mistakes are added to `problems`.
 * @param used the files that `use` names, by its keys
 */
export function documentBlocks(
  { blocks = {}, use = {} }: BuildSpec,
  used: UsedFiles,
  registry: Registry,
  problems: ProblemList,
): BlockScope {
  const scope = new DocumentBlocks(registry);
  const files = new Map<UsedFile, DocumentBlocks>();
  for (const name of Object.keys(use)) {
    const path = ["use", name];
    const block = problems.attempt(() => {
      refuseTaken(name, path, registry);
      if (Object.hasOwn(blocks, name)) throw twice(name, path);
      return usedBlock(name, used, (from) => {
        const known = files.get(from) ?? new DocumentBlocks(registry);
        // A file's blocks are read once, however many are taken from it.
        if (!files.has(from)) known.declare(from.blocks, [...path, "blocks"], problems);
        files.set(from, known);
        return known;
      });
    });
    scope.set(name, block);
  }
  scope.declare(blocks, ["blocks"], problems);
  return scope;
}

/** A block of another file, whose own blocks it may use by their names there. */
function usedBlock(name: string, used: UsedFiles, blocksOf: (from: UsedFile) => BlockScope): Block {
  if (!Object.hasOwn(used, name)) {
    const need = "the file that holds it, among the options of build";
    throw new Refusal({ code: "missing-file", path: ["use", name], got: "no file", need });
  }
  const from = used[name];
  if (from === undefined) throw new Refusal([]);
  if (!Object.hasOwn(from.blocks, name)) {
    const names = Object.keys(from.blocks);
    throw new Refusal({
      code: "unknown-block",
      path: ["use", name],
      got: `${JSON.stringify(name)}, which ${from.file} does not hold`,
      need: "the name of a block of that file",
      ...suggest(name, names),
    });
  }
  return blocksOf(from).get(name);
}

function refuseTaken(name: string, path: Path, registry: Registry): void {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
    throw new Refusal({
      code: "bad-id",
      path,
      got: JSON.stringify(name),
      need: "a letter, then letters, digits and _",
      ...nearId(name),
    });
  }
  if (registry.find("blocks", name) !== undefined) throw twice(name, path);
}

function twice(name: string, path: Path): Refusal {
  return new Refusal({
    code: "duplicate-block",
    path,
    got: `a second block ${JSON.stringify(name)}`,
    need: "one meaning for each block's name; those that are loaded keep theirs",
    // A used block has the name that it has in its file.
    try: path[0] === "use" ? `leave out ${JSON.stringify(name)}` : JSON.stringify(`${name}2`),
  });
}
