import type { Optimiser, Schedule, Solver } from "@chainrule/optim";
import { type EditorProperties, type EditorSchema, has, must, needed, never, refer } from "./editorSchema.js";
import { named, namedDefinitions, type NamedKind, nameSchema } from "./named.js";

export interface TrainingKinds {
  readonly optimisers: readonly Optimiser[];
  /** Named as optimisers are; they have no learning rate. */
  readonly solvers: readonly Solver[];
  readonly schedules: readonly Schedule[];
}

/** The definitions `optimiser` and `learningRate`, and those that they stand on. */
export function trainingDefinitions({
  optimisers,
  solvers,
  schedules,
}: TrainingKinds): Record<string, EditorSchema> {
  const schedule: NamedKind<Schedule> = { noun: "schedule", key: "schedule", items: schedules };
  const link: NamedKind<Optimiser> = { noun: "optimiser", prefix: "link", key: "type", items: optimisers };
  const rate = { beside: { lr: refer("learningRate") }, required: ["lr"] };
  const single: NamedKind<Optimiser> = { noun: "optimiser", key: "type", items: optimisers, ...rate };
  const solver: NamedKind<Solver> = { noun: "optimiser", key: "type", items: solvers };
  const items = [...optimisers, ...solvers];
  const any: NamedKind<Optimiser | Solver> = { noun: "optimiser", key: "type", items };
  return {
    optimiser: optimiserSchema(any),
    link: named(link),
    learningRate: learningRateSchema(schedule),
    ...namedDefinitions(single),
    ...namedDefinitions(solver),
    ...namedDefinitions(link),
    ...namedDefinitions(schedule),
  };
}

function optimiserSchema(single: NamedKind<Optimiser | Solver>): EditorSchema {
  const need = 'either "type": the name of an optimiser, or "chain": a list of them';
  const lr = refer("learningRate");
  const chain: EditorSchema = {
    description: "optimisers, each of which takes what the one before it gives",
    type: "array",
    errorMessage: needed("a list"),
    minItems: 1,
    items: refer("link"),
  };
  const start: EditorProperties = { type: nameSchema(single), chain, lr };
  return {
    description: "how gradients become steps",
    type: "object",
    errorMessage: needed("an object: an optimiser"),
    if: has("chain"),
    then: {
      properties: { chain, lr },
      required: ["lr"],
      additionalProperties: false,
      errorMessage: needed('attributes within the links of the chain, beside it "lr" alone'),
    },
    else: { if: has("type"), then: named(single), else: { properties: start, ...never(need) } },
  };
}

function learningRateSchema(schedule: NamedKind<Schedule>): EditorSchema {
  const rate: EditorSchema = { type: "number", minimum: 0 };
  return {
    description: "the learning rate: a number or a schedule",
    examples: [0.01],
    defaultSnippets: schedule.items.map(({ name, doc }) => ({
      label: `{ schedule: ${name} }`,
      markdownDescription: doc.summary,
      body: { schedule: name },
    })),
    if: { type: "object" },
    then: named(schedule),
    else: must(rate, "a number at least 0, or { schedule, …attributes }"),
  };
}
