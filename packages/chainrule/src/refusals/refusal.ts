import { type Json, parsePath, setIn } from "@chainrule/core";
import { expect } from "vitest";
import { Folder, run } from "../testing/io.js";
import { classes, layered, line } from "../testing/specs.js";

/** A mistake: what is wrong with which spec. */
export interface Mistake {
  /** Text of spec.json. */
  readonly spec: string;
  /** Other files of the folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Default: `train spec.json`. */
  readonly args?: readonly string[];
}

/** What the command says of a mistake. Whatever it is, the code is 2, no stack is shown and nothing written. */
export async function refusal({ spec, files = {}, args = ["train", "spec.json"] }: Mistake): Promise<string> {
  const folder = new Folder();
  try {
    folder.write("spec.json", spec);
    for (const [name, content] of Object.entries(files)) folder.write(name, content);
    const before = folder.list();
    const { code, stdout, stderr } = await run(folder, args);
    expect([code, stdout, folder.list()]).toEqual([2, "", before]);
    expect(stderr).not.toMatch(/^ +at |internal error/m);
    return stderr;
  } finally {
    folder.remove();
  }
}

/** A spec as a person would write it, a key a line. */
export const text = (spec: object): string => JSON.stringify(spec, null, 2);

/** A spec with other values in some places. */
export const edited = (spec: object, changes: Readonly<Record<string, Json>>): string =>
  text(
    Object.entries(changes).reduce(
      (inner, [path, value]) => setIn(inner, parsePath(path), value),
      spec as Json,
    ) as object,
  );

export const without = (spec: object, key: string): string =>
  text(Object.fromEntries(Object.entries(spec).filter(([name]) => name !== key)));

export const lineWith = (changes: Readonly<Record<string, Json>>): Mistake => ({
  spec: edited(line, changes),
});

/** The spec with a block of its own, with changes; it is checked, not trained. */
export const layeredWith = (changes: Readonly<Record<string, Json>>): Mistake => ({
  spec: edited(layered, changes),
  args: ["check", "spec.json"],
});

/** A spec that takes its block from a file. */
export const using = (blocks: string, changes: Readonly<Record<string, Json>> = {}): Mistake => ({
  spec: edited({ ...layered, blocks: {}, use: { layer: "blocks.json" } }, changes),
  files: { "blocks.json": blocks },
  args: ["check", "spec.json"],
});

/** A file of blocks that holds `layer`, with changes. */
export const blockFile = (changes: Readonly<Record<string, Json>> = {}): string =>
  edited({ chainrule: 1, blocks: layered.blocks }, changes);

/** Changes to the line's spec, and what it promises. */
export const expecting = (expectation: Json, changes: Readonly<Record<string, Json>> = {}): Mistake => ({
  ...lineWith({ ...changes, expect: [expectation] }),
  args: ["check", "spec.json", "--expect"],
});

export const header = "left,right,side\n";
export const points = `${header}1,0,west\n0,1,east\n`;

/** The spec of two classes with changes, and its data. */
export const classesWith = (changes: Readonly<Record<string, Json>>, csv = points): Mistake => ({
  spec: edited(classes, changes),
  files: { "points.csv": csv },
});
