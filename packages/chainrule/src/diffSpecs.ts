import {
  formatChange,
  type Change,
  diff,
  formatDiff,
  formatPath,
  type GraphDiff,
  isSame,
  type Json,
  patchesBetween,
  Refusal,
  type Registry,
  resolveAttributes,
  show,
  valueAt,
} from "@chainrule/core";
import type { TrainSpec } from "@chainrule/optim";
import { openSpec, type OpenOptions, type Project } from "./project.js";

/** What two specs say differently: their graphs, and what stands beside the model. */
export interface SpecDiff {
  readonly graph: GraphDiff;
  /** By path: `train.optimiser.lr`. */
  readonly beside: Readonly<Record<string, Change<Json>>>;
}

/** What is said beside nodes. */
const besides = ["conventions", "plugins", "engine", "data", "train", "watch", "expect"] as const;

/**
 * Compares two specs by what they mean: the graphs that they build, and data, training and the rest. The order of
 * keys, comments, docs and defaults of ops, blocks, optimisers and schedules that are spelled out are no difference.
 * @param before a project, or the text of a spec
 * @throws {Refusal} as `openSpec`
 */
export function diffSpecs(
  before: Project | string,
  after: Project | string,
  options: OpenOptions = {},
): SpecDiff {
  const [old, now] = [opened(before, "before", options), opened(after, "after", options)];
  const { settings, ...graph } = diff(old.graph, now.graph);
  return {
    graph: { ...graph, settings: settingsOf(settings, old, now) },
    beside: Object.fromEntries(
      besides.flatMap((key) => changesBelow(key, besideOf(old)[key], besideOf(now)[key])),
    ),
  };
}

/** Whether two specs say the same. */
export function isSameSpec({ graph, beside }: SpecDiff): boolean {
  return isSame(graph) && Object.keys(beside).length === 0;
}

/** A comparison of specs as text, a line for each difference; see `formatDiff`. */
export function formatSpecDiff({ graph, beside }: SpecDiff): string {
  const lines = Object.entries(beside).map(([path, change]) => `~ ${path}  ${formatChange(change, show)}\n`);
  return formatDiff(graph) + lines.join("");
}

function opened(spec: Project | string, name: string, options: OpenOptions): Project {
  return typeof spec === "string" ? openSpec(spec, name, options) : spec;
}

/** A name that only the file gave is no difference. */
function settingsOf(settings: GraphDiff["settings"], before: Project, after: Project): GraphDiff["settings"] {
  const { name, ...rest } = settings;
  const isWritten = [before, after].some(({ document }) => Object.hasOwn(document.value as object, "name"));
  return name !== undefined && isWritten ? { name, ...rest } : rest;
}

type Beside = Readonly<Record<(typeof besides)[number], unknown>>;

function besideOf({ spec, registry, graph: { conventions } }: Project): Beside {
  const { plugins, engine, data, train, watch, expect } = spec;
  return { conventions, plugins, engine, data, train: train && withDefaults(train, registry), watch, expect };
}

function changesBelow(key: string, before: unknown, after: unknown): [string, Change<Json>][] {
  const whole = { [key]: (before ?? null) as Json };
  return patchesBetween(whole, { [key]: after ?? null }).map((patch) => {
    const old = patch.op === "add" ? null : (valueAt(whole, patch.path) ?? null);
    const now = patch.op === "remove" ? null : patch.value;
    return [
      formatPath(patch.path),
      { ...(old !== null && { before: old }), ...(now !== null && { after: now }) },
    ];
  });
}

/** A training whose optimiser and schedule say every attribute. */
function withDefaults(train: TrainSpec, registry: Registry): object {
  const { lr, type, chain, ...attributes } = train.optimiser;
  const kind = type !== undefined && registry.find("solvers", type) ? "solvers" : "optimisers";
  const filled = {
    ...(lr !== undefined && {
      lr:
        typeof lr === "number"
          ? lr
          : { ...lr, ...resolved("schedules", lr.schedule, without(lr, "schedule"), registry) },
    }),
    ...(type !== undefined && { type, ...resolved(kind, type, attributes, registry) }),
    ...(chain && {
      chain: chain.map((link) => ({
        ...link,
        ...resolved("optimisers", link.type, without(link, "type"), registry),
      })),
    }),
  };
  return { ...train, optimiser: filled };
}

type Settings = Readonly<Record<string, Json | undefined>>;

/** Settings with their defaults; as they are, where they are not what the name stands for. */
function resolved(
  kind: "optimisers" | "solvers" | "schedules",
  name: string,
  given: Settings,
  registry: Registry,
): Settings {
  try {
    return resolveAttributes(name, registry.get(kind, name).attributes, given);
  } catch (error) {
    if (error instanceof Refusal) return given;
    throw error;
  }
}

function without(settings: Settings, key: string): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== key));
}
