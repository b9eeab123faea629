"""The protocol of lib/serve.js, for peers in Python."""

import json
import os
import sys
import time

import numpy as np

adam = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}


def layers_of(row, flat):
    """Each layer's W and b, views of the flat first weights."""
    at = 0
    layers = []
    for n, m in zip(row["widths"], row["widths"][1:]):
        W = flat[at : at + n * m].reshape(n, m)
        layers.append((W, flat[at + n * m : at + n * m + m]))
        at += n * m + m
    return layers


def read_data(row, folder):
    """First weights, and the ring of batches as views of what the files hold: nobody copies them."""
    shape = (row["ring"], row["batch"])
    weights = np.fromfile(os.path.join(folder, "weights.f32"), np.float32)
    x = np.fromfile(os.path.join(folder, "x.f32"), np.float32).reshape(*shape, row["widths"][0])
    if row["widths"][-1] == 1:
        y = np.fromfile(os.path.join(folder, "y.f32"), np.float32).reshape(*shape, 1)
    else:
        y = np.fromfile(os.path.join(folder, "y.i32"), np.int32).reshape(shape)
    return layers_of(row, weights), list(zip(x, y))


def serve(make):
    """`make(row, layers, batches)` gives an object with `info`, `reset()` and `run(steps, start)`."""
    peer = None
    for line in sys.stdin:
        try:
            command = json.loads(line)
            if command["do"] == "load":
                with open(os.path.join(command["folder"], "row.json"), encoding="utf8") as file:
                    row = json.load(file)
                peer = make(row, *read_data(row, command["folder"]))
                answer = {"info": peer.info}
            elif command["do"] == "losses":
                peer.reset()
                answer = {"losses": [float(peer.run(1, step)) for step in range(command["count"])]}
            else:
                peer.reset()
                start = time.perf_counter()
                loss = float(peer.run(command["steps"], 0))
                answer = {"seconds": time.perf_counter() - start, "loss": loss}
        except Exception as error:  # whatever it is, the runner is to hear of it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
