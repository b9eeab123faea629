import { readFileSync } from "node:fs";
import {
  createState,
  differentiate,
  findNode,
  type Graph,
  graphToJson,
  historyOf,
  commit,
  edit,
  undo,
  type Json,
  parsePath,
  rebuild,
  setIn,
  type State,
  stateHash,
} from "@chainrule/core";
import { prepareTraining, trainingEvents, type Training } from "@chainrule/optim";
import { expect, test } from "vitest";
import { editProject } from "./editProject.js";
import { openSpec, Project } from "./project.js";
import { defaultRegistry } from "./registry.js";
import { classes, line, points } from "./testing/specs.js";

const registry = defaultRegistry();
const xorText = readFileSync(new URL("../../../examples/xor/xor.json", import.meta.url), "utf8");
const xor = (): Project => openSpec(xorText, "xor.json");
const change = (project: Project, path: string, value: Json) =>
  editProject<{ readonly [key: string]: Json }>(project, (draft) => {
    const edited = setIn(project.document.value, parsePath(path), value);
    Object.assign(draft, edited);
  });

const sameNodes = (a: Graph, b: Graph): string[] =>
  b.nodes.filter((node) => findNode(a, node.id) === node).map(({ id }) => id);

test("another learning rate leaves the graphs and the loaded data the very same", () => {
  const before = xor();
  const { data } = before;
  const { project, patches } = editProject(before, (draft) => void (draft.train!.optimiser.lr = 0.1));
  expect(project.spec.train?.optimiser.lr).toBe(0.1);
  expect(before.spec.train?.optimiser.lr).toBe(0.5);
  expect(project.graph).toBe(before.graph);
  expect(project.evalGraph).toBe(before.evalGraph);
  expect(project.data).toBe(data);
  expect(patches).toEqual([{ op: "replace", path: ["train", "optimiser", "lr"], value: 0.1 }]);
});

test("the text keeps its comments and differs in one place", () => {
  const { project } = change(xor(), "train.optimiser.lr", 0.1);
  expect(project.document.text).toBe(xorText.replace('"lr": 0.5', '"lr": 0.1'));
  expect(project.document.value).toEqual(openSpec(project.document.text).document.value);
});

test("an edit that changes nothing gives the project itself", () => {
  const before = xor();
  expect(change(before, "train.optimiser.lr", 0.5).project).toBe(before);
});

test("another width changes the layer and its neighbours; the rest is the same, node for node", () => {
  const before = xor();
  const { project } = change(before, "model.nodes.hidden.units", 6);
  expect(graphToJson(project.graph)).toBe(graphToJson(openSpec(project.document.text).graph));
  expect(sameNodes(before.graph, project.graph).sort()).toEqual(
    ["x", "y", "logit/b", "logit/z", "logit", "p", "loss", "accuracy"]
      .filter((id) => findNode(before.graph, id))
      .sort(),
  );
});

test("another activation changes one node", () => {
  const before = xor();
  const { project } = change(before, "model.nodes.hidden.activation", "sigmoid");
  const same = new Set(sameNodes(before.graph, project.graph));
  expect(project.graph.nodes.filter(({ id }) => !same.has(id)).map(({ id, op }) => [id, op])).toEqual([
    ["hidden/a", "sigmoid"],
  ]);
});

test("differentiating a rebuilt graph keeps forward nodes; a rebuilt training step keeps backward ones too", () => {
  const before = xor();
  const { project } = change(before, "model.nodes.accuracy.op", "binaryAccuracy");
  const after = change(project, "seed", 1).project;
  const [old, now] = [before, after].map(({ graph }) => differentiate(graph, { of: "loss", registry }));
  for (const node of after.graph.nodes) expect(findNode(now!, node.id)).toBe(findNode(before.graph, node.id));
  const again = rebuild(old!, now!);
  expect(again.nodes).toEqual(old!.nodes);
  for (const node of again.nodes) expect(findNode(old!, node.id)).toBe(node);
});

test("a wrong edit is refused with its line in the edited text, and the project stays", () => {
  const before = xor();
  expect(() => change(before, "model.nodes.hidden.activation", "tahn")).toThrowErrorMatchingInlineSnapshot(`
    [Refusal: xor.json:9:62  unknown-op at hidden
      got   "tahn"
      need  the name of a loaded op
      try   "tanh"]
  `);
  expect(() => editProject(before, [{ op: "remove", path: ["model", "nodes", "q"] }])).toThrow(
    /unknown-path at patch 0/,
  );
  expect(() => editProject(before, [{ op: "add", path: ["__proto__"], value: 1 }])).toThrow(/forbidden-key/);
  expect(before.document.text).toBe(xorText);
});

test("a spec that only its file names keeps that name", () => {
  const { name: _, ...unnamed } = line;
  const { spec, document, registry: known } = openSpec(JSON.stringify(unnamed));
  const named = new Project({ spec: { ...spec, name: "file" }, document, used: {} }, { registry: known });
  const { project } = change(named, "train.optimiser.lr", 1);
  expect(project.graph).toBe(named.graph);
  expect(project.spec.name).toBe("file");
});

test("an undone edit gives the graph back", () => {
  const before = xor();
  const document = before.document.value as { readonly seed: number };
  const history = commit(
    historyOf(document),
    edit(document, (draft) => void (draft.seed = 7)),
  );
  const there = editProject(before, history.past[0]!.patches).project;
  const back = editProject(there, history.past[0]!.inverse).project;
  expect(back.document.text).toBe(xorText);
  expect(undo(history).present).toBe(document);
  expect(graphToJson(back.graph)).toBe(graphToJson(before.graph));
});

/** Trains for some steps; gives the losses before each. */
function trainFor(project: Project, steps: number, state?: State): { losses: number[]; training: Training } {
  const { job } = project;
  const train = { ...job.train, stop: [{ steps }] };
  const training = prepareTraining({
    ...job,
    train,
    watch: { every: { steps: 1 } },
    ...(state && { state }),
  });
  const losses = [...trainingEvents(training)].flatMap((event) =>
    event?.type === "metrics" ? [event.values["loss"]!] : [],
  );
  return { losses, training };
}

test("training goes on where it was after an edit of the learning rate", () => {
  const before = xor();
  const first = trainFor(before, 50);
  const { training } = first;
  const { project, carried } = editProject(
    before,
    (draft) => void (draft.train!.optimiser.lr = 0.25),
    training,
  );
  expect(carried!.fresh).toEqual([]);
  expect(carried!.dropped).toEqual([]);
  expect(carried!.kept.map(({ id }) => id)).toContain("slot/hidden/W/momentum");
  expect(stateHash(carried!.state)).toBe(stateHash(training.state));
  const second = trainFor(project, 50, carried!.state);
  // The next loss is the one that a run without the edit has at that step: the rate matters only after it.
  const whole = trainFor(before, 51);
  expect(second.losses[0]).toBe(whole.losses[50]);
  expect(second.losses[0]).toBeLessThan(first.losses[0]! / 2);
  expect(second.losses.at(-1)).toBeLessThan(second.losses[0]!);
});

test("another width keeps what fits; what is fresh has the bits of a new build", () => {
  const before = xor();
  const { training } = trainFor(before, 50);
  const { project, carried } = editProject(
    before,
    [{ op: "replace", path: ["model", "nodes", "hidden", "units"], value: 6 }],
    training,
  );
  expect(carried!.kept.map(({ id }) => id)).toEqual(["logit/b", "slot/logit/b/momentum"]);
  expect(carried!.fresh).toMatchInlineSnapshot(`
    [
      {
        "id": "hidden/W",
        "why": "its shape was [2, 4]",
      },
      {
        "id": "hidden/b",
        "why": "its shape was [4]",
      },
      {
        "id": "logit/W",
        "why": "its shape was [4, 1]",
      },
      {
        "id": "slot/hidden/W/momentum",
        "why": "its shape was [2, 4]",
      },
      {
        "id": "slot/hidden/b/momentum",
        "why": "its shape was [4]",
      },
      {
        "id": "slot/logit/W/momentum",
        "why": "its shape was [4, 1]",
      },
    ]
  `);
  const fresh = createState(project.graph, registry);
  for (const id of ["hidden/W", "hidden/b", "logit/W"])
    expect(carried!.state.read(id)).toEqual(fresh.read(id));
  expect(carried!.state.read("logit/b")).toEqual(training.state.read("logit/b"));
});

test("renamed layers keep their weights", () => {
  const before = xor();
  const { training } = trainFor(before, 50);
  const text = xorText.replaceAll('"hidden"', '"first"').replaceAll('"logit"', '"z"');
  const { model } = openSpec(text).document.value as { readonly model: Json };
  const { carried } = editProject(before, [{ op: "replace", path: ["model"], value: model }], training);
  expect(carried!.fresh).toEqual([]);
  expect(carried!.kept).toContainEqual({ id: "first/W", from: "hidden/W" });
  expect(carried!.kept).toContainEqual({ id: "slot/z/b/momentum", from: "slot/logit/b/momentum" });
  expect(carried!.state.read("first/W")).toEqual(training.state.read("hidden/W"));
});

test("an edited literal value wins over the trained one, and its slot begins anew", () => {
  const before = openSpec(
    JSON.stringify({
      ...line,
      train: { ...line.train, optimiser: { type: "momentum", lr: 0.1, decay: 0.9 } },
    }),
  );
  const { training } = trainFor(before, 5);
  const { carried } = editProject(
    before,
    [{ op: "replace", path: ["model", "params", "w", "value"], value: 3 }],
    training,
  );
  expect(carried!.fresh).toEqual([
    { id: "w", why: "its value was edited" },
    { id: "slot/w/momentum", why: "w begins anew" },
  ]);
  expect(Array.from(carried!.state.read("w").data)).toEqual([3]);
  expect(carried!.state.read("b")).toEqual(training.state.read("b"));
});

test("another optimiser keeps the weights and drops the old one's memory", () => {
  const before = xor();
  const { training } = trainFor(before, 5);
  const { carried } = editProject(
    before,
    [{ op: "replace", path: ["train", "optimiser"], value: { type: "adam", lr: 0.01 } }],
    training,
  );
  expect(carried!.kept.map(({ id }) => id)).toEqual(["hidden/W", "hidden/b", "logit/W", "logit/b"]);
  expect(carried!.dropped).toContain("slot/hidden/W/momentum");
});

test("fitted buffers are kept, and fitted anew where the data have changed", () => {
  const spec = {
    ...classes,
    model: {
      ...classes.model,
      nodes: {
        s: { block: "standardise", in: ["x"] },
        ...classes.model.nodes,
        logits: { block: "dense", in: ["s"], units: 2 },
      },
    },
  };
  const before = openSpec(JSON.stringify(spec), "spec.json", { readText: () => points });
  const { training } = trainFor(before, 5);
  const buffers = before.graph.nodes.filter(({ op }) => op === "buffer").map(({ id }) => id);
  expect(buffers).toHaveLength(2);
  const kept = editProject(
    before,
    [{ op: "replace", path: ["train", "optimiser", "lr"], value: 1 }],
    training,
  );
  expect(kept.carried!.state.unset()).toEqual([]);
  const split = { op: "add", path: ["data", "split"], value: { train: 0.5, validation: 0.5 } };
  const other = editProject(before, [split], training);
  expect(other.carried!.state.unset()).toEqual(buffers);
  expect(other.carried!.fresh).toEqual(buffers.map((id) => ({ id, why: "the data have changed" })));
  expect(trainFor(other.project, 2, other.carried!.state).training.state.unset()).toEqual([]);
});
