/** Where in a JSON document: keys and indices from its root. */
export type Path = readonly (string | number)[];

/** The line that a problem stands in, or what is near in a long one. */
export interface Quote {
  readonly before: string;
  /** What is meant, as far as it stands in this line; empty at the end of a text. */
  readonly meant: string;
  readonly after: string;
  /** Whether the line begins earlier. */
  readonly isCut: boolean;
}

/** One mistake, told so that its reader can mend it. */
export interface Problem {
  /** What kind of mistake, in kebab-case; tests and scripts match this. */
  readonly code: string;
  /** Path into the spec; becomes file, line and column where the text is known. */
  readonly path?: Path;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** The node, row or field that is meant, by name. */
  readonly at?: string;
  readonly got: string;
  readonly need: string;
  /** A change that would help. */
  readonly try?: string;
  /** What stands at line and column, where the text is known: to be shown, no part of the problem's fields. */
  readonly quote?: Quote;
}

/** How long each text of a problem may be: a message is no place for a document. */
const longestText = 1000;

/** How many problems one refusal reports. */
export const maximumProblems = 20;

/**
 * Thrown wherever something that came from outside cannot be accepted. Carries every independent mistake that
 * was found, at most {@link maximumProblems}.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const list = ("code" in problems ? [problems] : problems.slice(0, maximumProblems)).map(shortened);
    super(list.map(formatProblem).join("\n"));
    this.problems = list;
  }

  /** The code of the first problem. */
  get code(): string {
    return this.problems[0]?.code ?? "unknown";
  }
}

/** A problem whose texts are cut where they are too long; a change that would have to be cut is left out. */
function shortened(problem: Problem): Problem {
  const { at, got, need, try: hint, ...rest } = problem;
  const longest = Math.max(at?.length ?? 0, got.length, need.length, hint?.length ?? 0);
  if (longest <= longestText) return problem;
  const cut = (text: string): string =>
    text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
  return {
    ...rest,
    ...(at !== undefined && { at: cut(at) }),
    got: cut(got),
    need: cut(need),
    ...(hint !== undefined && hint.length <= longestText && { try: hint }),
  };
}

/** Collects independent problems, so that several mistakes are reported at once. */
export class ProblemList {
  readonly found: Problem[] = [];

  add(problem: Problem): void {
    // Once a limit is passed, everything after it passes it too.
    const isTold = problem.code === "too-many-nodes" && this.found.some(({ code }) => code === problem.code);
    if (this.found.length < maximumProblems && !isTold) this.found.push(problem);
  }

  /**
   * Runs `work`; a refusal is collected and gives undefined.
   * @throws {Refusal} once the list is full, since nothing more would be reported
   */
  attempt<T>(work: () => T): T | undefined {
    if (this.found.length === maximumProblems) throw new Refusal(this.found);
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      error.problems.forEach((problem) => this.add(problem));
      return undefined;
    }
  }

  /** @throws {Refusal} if anything was collected */
  throwIfAny(): void {
    if (this.found.length > 0) throw new Refusal(this.found);
  }
}

/** Where a problem is, as `file:line:column`, or the path into the document where the text is unknown. */
export function formatPlace(problem: Problem): string {
  if (problem.line !== undefined) {
    return `${problem.file ?? "spec"}:${problem.line}:${problem.column ?? 1}`;
  }
  const path = problem.path?.length ? formatPath(problem.path).slice(0, longestText) : undefined;
  return [problem.file, path].filter(Boolean).join(" ");
}

/** A path as a person would write it: `model.nodes.u1.in[0]`. */
export function formatPath(path: Path): string {
  return path.map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? key : `.${key}`)).join("");
}

/** The four lines of a refusal: place and code, got, need, try. */
export function formatProblem(problem: Problem): string {
  const place = formatPlace(problem);
  const head = `${place ? `${place}  ` : ""}${problem.code}${problem.at ? ` at ${problem.at}` : ""}`;
  const lines = [head, `  got   ${problem.got}`, `  need  ${problem.need}`];
  if (problem.try !== undefined) lines.push(`  try   ${problem.try}`);
  return lines.join("\n");
}

/** The same problems, their paths below `outer`, and named `at` where they name nothing themselves. */
export function placedAt(refusal: Refusal, outer: Path | undefined, at = ""): Refusal {
  return new Refusal(
    refusal.problems.map((problem) => {
      const path = outer === undefined ? problem.path : [...outer, ...(problem.path ?? [])];
      const name = problem.at || at;
      return { ...problem, ...(path && { path }), ...(name && { at: name }) };
    }),
  );
}

/** Runs `work`; what it refuses stands below this path. */
export function located<T>(path: Path, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refusal ? placedAt(error, path) : error;
  }
}
