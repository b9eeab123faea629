"""PyTorch, eager: autograd, its own losses and optimisers."""

import platform

import torch
import torch.nn.functional as F

from serve import adam, serve

torch.set_num_threads(1)
torch.set_num_interop_threads(1)


class Trainer:
    def __init__(self, row, layers, batches):
        self.row = row
        self.info = {"torch": torch.__version__, "python": platform.python_version(), "threads": torch.get_num_threads()}
        self.first = [(torch.from_numpy(W), torch.from_numpy(b)) for W, b in layers]
        is_binary = row["widths"][-1] == 1
        self.batches = [
            (torch.from_numpy(x), torch.from_numpy(y) if is_binary else torch.from_numpy(y).long()) for x, y in batches
        ]
        self.loss = F.binary_cross_entropy_with_logits if is_binary else F.cross_entropy
        self.activation = torch.tanh if row["activation"] == "tanh" else torch.relu
        self.layers = [(W.clone().requires_grad_(), b.clone().requires_grad_()) for W, b in self.first]

    def reset(self):
        with torch.no_grad():
            for (W, b), (W0, b0) in zip(self.layers, self.first):
                W.copy_(W0)
                b.copy_(b0)
        parameters = [p for layer in self.layers for p in layer]
        if self.row["optimiser"] == "adam":
            betas = (adam["beta1"], adam["beta2"])
            self.optimiser = torch.optim.Adam(parameters, lr=self.row["lr"], betas=betas, eps=adam["epsilon"])
        else:
            self.optimiser = torch.optim.SGD(parameters, lr=self.row["lr"])

    def run(self, steps, start):
        loss = None
        for i in range(start, start + steps):
            x, y = self.batches[i % len(self.batches)]
            self.optimiser.zero_grad(set_to_none=True)
            *hidden, (W, b) = self.layers
            for V, c in hidden:
                x = self.activation(torch.addmm(c, x, V))
            loss = self.loss(torch.addmm(b, x, W), y)
            loss.backward()
            self.optimiser.step()
        return loss.item()


serve(Trainer)
