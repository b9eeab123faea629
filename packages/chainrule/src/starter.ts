/**
 * The spec that `chainrule new` writes: it trains as it stands, and each line says what it is for.
 * @param name of the spec, a plain identifier
 */
export function starter(name: string): string {
  return `// A small network that learns which points of the plane lie inside a circle.
// Train it: chainrule train ${name}.json
{
  "chainrule": 1, // the version of the language
  "name": "${name}", // what runs and pictures are called
  "seed": 0, // of every random number: the same seed gives the same run
  "model": {
    // What is fed: N examples at a time, each with two coordinates, and 1 where it lies inside.
    "inputs": { "x": { "shape": ["N", 2] }, "y": { "shape": ["N", 1] } },
    // What is computed. "in" names where each node takes its inputs from; their order here means nothing.
    "nodes": {
      "hidden": { "block": "dense", "in": ["x"], "units": 8, "activation": "tanh" }, // try "relu", or 2 units
      "logit": { "block": "dense", "in": ["hidden"], "units": 1 }, // one number: above 0 means inside
      "p": { "op": "sigmoid", "in": ["logit"] }, // the same as a probability
      "loss": { "op": "binaryCrossEntropyWithLogits", "in": ["logit", "y"], "reduction": "mean" },
      "accuracy": { "op": "binaryAccuracy", "in": ["p", "y"] } // the share of points that are told right
    },
    // Names for what the model is asked for.
    "outputs": { "prediction": "p", "loss": "loss", "accuracy": "accuracy" }
  },
  // The examples, written out; a file of your own would be { "csv": "points.csv", "columns": { … } }.
  "data": {
    "examples": {
      "x": [
        // inside
        [0, 0],
        [0.5, 0],
        [-0.5, 0],
        [0, 0.5],
        [0, -0.5],
        // outside
        [1.5, 0],
        [-1.5, 0],
        [0, 1.5],
        [0, -1.5],
        [1.1, 1.1],
        [-1.1, -1.1],
        [1.1, -1.1],
        [-1.1, 1.1]
      ],
      "y": [[1], [1], [1], [1], [1], [0], [0], [0], [0], [0], [0], [0], [0]]
    }
  },
  "train": {
    "minimise": "loss", // an output
    "batch": { "size": "full" }, // every example in every step; a number makes mini-batches
    "optimiser": { "type": "adam", "lr": 0.05 }, // how gradients become steps: sgd, momentum, adam
    "stop": [{ "epochs": 200 }] // passes over the examples
  },
  // What the run must come to; chainrule check ${name}.json --expect says whether it does.
  "expect": [
    { "metric": "train/accuracy", "at": "end", "equals": 1 },
    { "metric": "train/loss", "at": "end", "below": 0.1 }
  ]
}
`;
}
