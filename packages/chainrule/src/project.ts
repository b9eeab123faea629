import {
  build,
  createState,
  dataInputs,
  defaultLimits,
  type Engine,
  type Graph,
  type Limits,
  type Origins,
  parseDocument,
  type Path,
  placed,
  rebuild,
  ProblemList,
  Refusal,
  type Registry,
  sameJson,
  type SourceDocument,
  type State,
  type UsedFiles,
  toDocument,
} from "@chainrule/core";
import { loadData, type LoadedData } from "@chainrule/data";
import { checkTraining, type TrainJob } from "@chainrule/optim";
import { defaultEngine, defaultViewEngine, engineNamed } from "./engines.js";
import { type ParsedSpec, readSpec, type Spec } from "./language.js";
import { defaultRegistry } from "./registry.js";

export interface OpenOptions {
  /** Default: all that comes with the framework. */
  readonly registry?: Registry;
  readonly limits?: Limits;
  /** The text of a file of the spec's folder; without it a spec can hold its data only itself. */
  readonly readText?: (relativePath: string) => string;
}

/**
 * Opens a spec: reads it and builds its model.
 * @param source JSON with comments and trailing commas, or an object such as `defineSpec` gives
 * @param file its name, for messages
 * @throws {Refusal} as `parseSpec` and `build` do, with lines and columns where there is a text
 */
export function openSpec(source: string | Spec, file = "spec.json", options: OpenOptions = {}): Project {
  const { registry = defaultRegistry(), limits = defaultLimits, readText } = options;
  const document =
    typeof source === "string" ? parseDocument(source, file, limits) : toDocument(source, file);
  const parsed = readSpec(document, { registry, limits, readText });
  return new Project(parsed, { ...options, registry, limits });
}

/** A spec and what it means. What costs time is made when it is first asked for. */
export class Project {
  readonly spec: Spec;
  readonly document: SourceDocument;
  readonly registry: Registry;
  /** What trains and predicts: the spec's engine, or the fastest. */
  readonly engine: Engine;
  /** What computes the numbers that are shown: the spec's engine, or the reference. */
  readonly viewEngine: Engine;
  /** The model as it is trained. */
  readonly graph: Graph;
  /** The model as it is used; the same ids. */
  readonly evalGraph: Graph;
  readonly limits: Limits;
  /** The files that its blocks come from. */
  readonly used: UsedFiles;
  readonly #readText: OpenOptions["readText"];
  #data: LoadedData | undefined;

  constructor(
    { spec, document, used }: ParsedSpec,
    options: OpenOptions & { readonly registry: Registry },
    previous?: Project,
  ) {
    this.spec = spec;
    this.engine = engineNamed(spec.engine ?? defaultEngine);
    this.viewEngine = engineNamed(spec.engine ?? defaultViewEngine);
    this.document = document;
    this.registry = options.registry;
    this.limits = options.limits ?? defaultLimits;
    this.used = used;
    this.#readText = options.readText;
    const { registry, limits } = this;
    const graph = this.placed(() => build(spec, { registry, limits, used, mode: "train" }));
    const evalGraph = this.placed(() => build(spec, { registry, limits, used, mode: "eval" }));
    this.graph = previous ? rebuild(previous.graph, graph) : graph;
    this.evalGraph = previous ? rebuild(previous.evalGraph, evalGraph) : evalGraph;
    if (previous && hasSameData(previous, this)) this.#data = previous.#data;
  }

  /**
   * The same project with another document, as after an edit: nodes that say the same are the same objects, and so
   * are data that were loaded, where nothing that they depend on is another. Other files are read as before.
   * @throws {Refusal} as `readSpec` and `build` do, with lines and columns of the new document
   */
  withDocument(document: SourceDocument): Project {
    const { registry, limits } = this;
    const readText = this.#readText;
    const options = { registry, limits, ...(readText && { readText }) };
    const parsed = readSpec(document, options);
    // A spec without a name is called as its file.
    const { name } = this.spec;
    const isCalled = name !== undefined && !Object.hasOwn(this.document.value as object, "name");
    return new Project({ ...parsed, spec: { ...(isCalled && { name }), ...parsed.spec } }, options, this);
  }

  /**
   * The rows of the spec's data, bound to the model's inputs and split.
   * @throws {Refusal} missing-key, where the spec has no data; as `loadData` does
   */
  get data(): LoadedData {
    const { spec, graph, limits, registry } = this;
    const inputs = dataInputs(graph);
    return (this.#data ??= this.placed(() =>
      loadData(this.#section("data", '"data": { "csv": "data.csv" }'), {
        inputs,
        seed: spec.seed ?? 0,
        readText: this.#readText ?? refuseFiles,
        limits,
        registry,
      }),
    ));
  }

  /**
   * Everything that `train` needs.
   * @throws {Refusal} missing-key, where the spec has no data or no train
   */
  get job(): TrainJob {
    const { graph, evalGraph, registry, engine, spec, limits } = this;
    const example =
      '"train": { "minimise": "loss", "batch": { "size": "full" }, "optimiser": { "type": "sgd", "lr": 0.1 }, "stop": [{ "epochs": 100 }] }';
    const problems = new ProblemList();
    const train = problems.attempt(() => this.#section("train", example));
    const data = problems.attempt(() => this.data.splits);
    if (train !== undefined && data !== undefined)
      return { graph, evalGraph, data, train, watch: spec.watch, registry, engine, limits };
    // What is wrong with how it is trained does not depend on the rows.
    if (train !== undefined) problems.attempt(() => this.placed(() => checkTraining(graph, train, registry)));
    throw new Refusal(problems.found);
  }

  /** Where each node of the graph, and each of its settings, comes from. */
  origins(): Origins {
    const { spec, registry, limits } = this;
    const origins: Origins = new Map();
    this.placed(() => build(spec, { registry, limits, used: this.used, origins }));
    return origins;
  }

  /** First values of the model's parameters and buffers. */
  initialState(): State {
    return this.placed(() => createState(this.graph, this.registry, this.limits));
  }

  /** Runs `work`; what it refuses is given line and column of this spec. */
  placed<T>(work: () => T): T {
    return placed(this.document, work);
  }

  /** Like {@link placed}, for work that takes time. */
  async placedLater<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw error instanceof Refusal ? this.document.place(error) : error;
    }
  }

  #section<K extends "data" | "train">(key: K, example: string): NonNullable<Spec[K]> {
    const section = this.spec[key];
    if (section !== undefined) return section;
    const path: Path = [];
    const need = key === "data" ? "rows to train on" : "how the model is trained";
    throw this.document.place(
      new Refusal({ code: "missing-key", path, got: `no "${key}"`, need, try: example }),
    );
  }
}

/** Whether two projects load the same rows into the same inputs. */
export function hasSameData(a: Project, b: Project): boolean {
  const [inputs, others] = [a, b].map(({ graph }) => graph.nodes.filter(({ op }) => op === "input"));
  return sameJson([a.spec.data, a.spec.seed ?? 0, inputs], [b.spec.data, b.spec.seed ?? 0, others]);
}

function refuseFiles(relativePath: string): never {
  throw new Refusal({
    code: "unreadable-file",
    path: ["data", "csv"],
    got: `${JSON.stringify(relativePath)}, and nothing to read files with`,
    need: "readText among the options, or data in the spec itself",
  });
}
