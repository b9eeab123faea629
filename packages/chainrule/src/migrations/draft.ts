import { builtinName, type Json, type Path, valueAt } from "@chainrule/core";
import { type Change, renameKey, setValue } from "./change.js";
import { defineMigration } from "./migration.js";
import { keysAt } from "./places.js";

/**
 * From the draft of the language (`"version": 0`) to its first version.
 *
 * | where              | in the draft                    | now                                  |
 * | ------------------ | ------------------------------- | ------------------------------------ |
 * | top                | `"version": 0`                  | `"chainrule": 1`                     |
 * | top                | `training`                      | `train`                              |
 * | a node             | `type`                          | `op`                                 |
 * | a node             | `inputs`                        | `in`                                 |
 * | a parameter        | `initializer`                   | `init`                               |
 * | training           | `loss`                          | `minimise`                           |
 * | training           | `"batchSize": 32`               | `"batch": { "size": 32 }`            |
 * | training           | `optimizer`                     | `optimiser`                          |
 * | training.optimizer | `learningRate`                  | `lr`                                 |
 * | training           | `"epochs": 60`, `"steps": 1000` | `"stop": [{ "epochs": 60 }]`, or steps |
 */
export const draftMigration = defineMigration({
  plugin: builtinName,
  from: 0,
  to: 1,
  doc: { summary: "the names of the draft become those of the language" },
  changes: (document) => [
    ...renamed(document, [], { training: "train" }),
    ...keysAt(document, ["model", "nodes"]).flatMap((id) =>
      renamed(document, ["model", "nodes", id], { type: "op", inputs: "in" }),
    ),
    ...keysAt(document, ["model", "params"]).flatMap((id) =>
      renamed(document, ["model", "params", id], { initializer: "init" }),
    ),
    ...renamed(document, ["training"], { loss: "minimise", optimizer: "optimiser" }),
    ...renamed(document, ["training", "optimizer"], { learningRate: "lr" }),
    ...wrapped(document, "batchSize", "batch", (size) => ({ size })),
    ...wrapped(document, "epochs", "stop", (epochs) => [{ epochs }]),
    ...wrapped(document, "steps", "stop", (steps) => [{ steps }]),
  ],
});

function renamed(document: Json, path: Path, names: Readonly<Record<string, string>>): Change[] {
  return keysAt(document, path)
    .filter((key) => Object.hasOwn(names, key))
    .map((key) => renameKey([...path, key], names[key]!));
}

/** A key of `training` that gets another name, and its value another form. */
function wrapped(document: Json, key: string, to: string, form: (value: Json) => Json): Change[] {
  const path = ["training", key];
  const value = valueAt(document, path);
  return value === undefined ? [] : [renameKey(path, to), setValue(path, form(value))];
}
