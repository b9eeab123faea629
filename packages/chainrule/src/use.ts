import {
  blockFileForm,
  checkFilePath,
  checkForm,
  defaultLimits,
  type Limits,
  parseDocument,
  type Path,
  placed,
  type ProblemList,
  Refusal,
  type SourceDocument,
  type UsedFile,
  type UsedFiles,
} from "@chainrule/core";
import { languageVersion } from "./topLevel.js";

/** Gives the text of a file, by its path relative to the spec's folder. */
export type ReadText = (relativePath: string) => string;

/** The files of blocks that a spec uses, and its document, which now places problems in them too. */
export interface UsedDocuments {
  readonly used: UsedFiles;
  readonly document: SourceDocument;
}

/**
 * Reads the files that `use` names. What is wrong with one is added to `problems`, with its own lines and columns.
 * @param use paths by block name
 */
export function readUsed(
  document: SourceDocument,
  use: Readonly<Record<string, string>>,
  {
    readText,
    limits = defaultLimits,
  }: { readonly readText?: ReadText | undefined; readonly limits?: Limits },
  problems: ProblemList,
): UsedDocuments {
  const files = new Map<string, ReadBlocks>();
  // A file is read once, however many blocks are taken from it; all of them together are no larger than a spec.
  const byPath = new Map<string, ReadBlocks>();
  let documentBytes = limits.documentBytes;
  for (const [name, file] of Object.entries(use)) {
    const path = ["use", name];
    const read = problems.attempt(() => {
      checkFilePath(file, path);
      const known = byPath.get(file);
      if (known !== undefined) return known;
      const text = withPath(path, () => (readText ?? refuseFiles)(file));
      const made = withPath(path, () => readFile(file, text, { ...limits, documentBytes }));
      documentBytes -= text.length;
      byPath.set(file, made);
      return made;
    });
    if (read !== undefined) files.set(name, read);
  }
  const used = Object.fromEntries(Object.keys(use).map((name) => [name, files.get(name)?.from]));
  return { used, document: { ...document, place: (refusal) => placeAll(refusal, document, files) } };
}

/** What a file of blocks holds, and where. */
interface ReadBlocks {
  readonly from: UsedFile;
  readonly document: SourceDocument;
}

function readFile(file: string, text: string, limits: Limits): ReadBlocks {
  const document = parseDocument(text, file, limits);
  const { chainrule, blocks } = placed(document, () => checkForm(blockFileForm, document.value, []));
  if (chainrule === languageVersion) return { from: { file, text, blocks }, document };
  throw document.place(
    new Refusal({
      code: "unsupported-version",
      path: ["chainrule"],
      got: `version ${chainrule}`,
      need: `version ${languageVersion}`,
      try: `"chainrule": ${languageVersion}`,
    }),
  );
}

/** Problems of a used block have paths below `use.<name>`: they stand in that block's file. */
function placeAll(
  refusal: Refusal,
  document: SourceDocument,
  files: ReadonlyMap<string, { readonly document: SourceDocument }>,
): Refusal {
  return new Refusal(
    refusal.problems.flatMap((problem) => {
      const [key, name, ...inner]: Path = problem.path ?? [];
      const other = key === "use" && inner.length > 0 ? files.get(String(name)) : undefined;
      if (other === undefined) return document.place(new Refusal(problem)).problems;
      return other.document.place(new Refusal({ ...problem, path: inner })).problems;
    }),
  );
}

/** Runs `work`; what it refuses without saying where stands at `path`. */
function withPath<T>(path: Path, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      error.problems.map((problem) => ({ ...(problem.file === undefined && { path }), ...problem })),
    );
  }
}

function refuseFiles(file: string): never {
  throw new Refusal({
    code: "unreadable-file",
    got: `${JSON.stringify(file)}, and nothing to read files with`,
    need: "readText among the options, or the block in the spec itself",
  });
}
