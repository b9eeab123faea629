"""numpy by hand: forward, backward and update written out, in memory that is allocated once."""

import platform

import numpy as np

from serve import adam, serve


class Trainer:
    def __init__(self, row, layers, batches):
        self.row, self.first, self.batches = row, layers, batches
        self.info = {"numpy": np.__version__, "python": platform.python_version(), "blas": "the system's OpenBLAS"}
        batch, widths = row["batch"], row["widths"]
        self.layers = [(W.copy(), b.copy()) for W, b in layers]
        self.grads = [(np.empty_like(W), np.empty_like(b)) for W, b in layers]
        self.outs = [np.empty((batch, m), np.float32) for m in widths[1:]]
        self.deltas = [np.empty((batch, m), np.float32) for m in widths[1:]]
        self.spare = [np.empty((batch, m), np.float32) for m in widths[1:]]
        self.memory = [tuple(np.zeros_like(p) for p in (W, W, W, b, b, b)) for W, b in layers]
        self.rows = np.arange(batch)

    def reset(self):
        for (W, b), (W0, b0), memory in zip(self.layers, self.first, self.memory):
            W[...], b[...] = W0, b0
            for array in memory:
                array.fill(0)
        self.count = 0

    def run(self, steps, start):
        loss = 0.0
        for i in range(start, start + steps):
            loss = self.step(*self.batches[i % len(self.batches)])
        return loss

    def step(self, x, y):
        h = x
        last = len(self.layers) - 1
        for l, ((W, b), z) in enumerate(zip(self.layers, self.outs)):
            np.matmul(h, W, out=z)
            z += b
            if l < last:
                self.activate(z)
            h = z
        loss = self.binary(h, y) if self.row["widths"][-1] == 1 else self.classes(h, y)
        for l in range(last, -1, -1):
            (W, _), d, (gW, gb) = self.layers[l], self.deltas[l], self.grads[l]
            below = x if l == 0 else self.outs[l - 1]
            np.matmul(below.T, d, out=gW)
            np.sum(d, axis=0, out=gb)
            if l > 0:
                np.matmul(d, W.T, out=self.deltas[l - 1])
                self.pull_back(l - 1)
        self.update()
        return loss

    def activate(self, z):
        if self.row["activation"] == "tanh":
            np.tanh(z, out=z)
        else:
            np.maximum(z, 0, out=z)

    def pull_back(self, l):
        h, d, t = self.outs[l], self.deltas[l], self.spare[l]
        if self.row["activation"] == "tanh":
            np.multiply(h, h, out=t)
            np.subtract(1, t, out=t)
            d *= t
        else:
            d *= h > 0

    def binary(self, z, y):
        d = self.deltas[-1]
        e = np.exp(-np.abs(z))
        loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))
        np.divide(np.where(z < 0, e, 1), 1 + e, out=d)
        d -= y
        d /= len(y)
        return loss

    def classes(self, z, y):
        d = self.deltas[-1]
        top = z.max(axis=1, keepdims=True)
        np.subtract(z, top, out=d)
        picked = d[self.rows, y]
        np.exp(d, out=d)
        total = d.sum(axis=1, keepdims=True)
        loss = np.mean(np.log(total[:, 0]) - picked)
        d /= total
        d[self.rows, y] -= 1
        d /= len(y)
        return loss

    def update(self):
        rate = np.float32(self.row["lr"])
        self.count += 1
        for layer, grads, memory in zip(self.layers, self.grads, self.memory):
            for p, g, (m, v, t) in zip(layer, grads, (memory[:3], memory[3:])):
                if self.row["optimiser"] == "adam":
                    self.adam(p, g, m, v, t, rate)
                else:
                    g *= rate
                    p -= g

    def adam(self, p, g, m, v, t, rate):
        beta1, beta2, epsilon = adam["beta1"], adam["beta2"], adam["epsilon"]
        m *= np.float32(beta1)
        np.multiply(g, np.float32(1 - beta1), out=t)
        m += t
        v *= np.float32(beta2)
        np.multiply(g, g, out=g)
        g *= np.float32(1 - beta2)
        v += g
        np.multiply(v, np.float32(1 / (1 - beta2**self.count)), out=t)
        np.sqrt(t, out=t)
        t += np.float32(epsilon)
        np.divide(m, t, out=t)
        t *= np.float32(rate / (1 - beta1**self.count))
        p -= t


serve(Trainer)
