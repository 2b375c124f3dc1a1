"""Writes autoencoder.json: losses and gradients of dense autoencoders by PyTorch's automatic
differentiation. Needs torch; run it in this folder.
"""

import json

import torch

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

ACTIVATIONS = {"linear": lambda x: x, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}


def flat(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().reshape(-1)]


def case(sizes, activation, code, output, loss, regularizer=None, weight=0.0):
    """sizes: input, hidden …, code."""
    shapes = {}
    for name, dims in [("encoder", sizes), ("decoder", sizes[::-1])]:
        for layer, (a, b) in enumerate(zip(dims, dims[1:])):
            shapes[f"{name}.{layer}.weight"] = (b, a)
            shapes[f"{name}.{layer}.bias"] = (b,)
    # Rounded to floats first, as the Swift code gets them.
    parameters = {
        name: (0.7 * torch.randn(shape)).float().double().requires_grad_() for name, shape in shapes.items()
    }
    data = torch.rand(8, sizes[0]) if loss == "cross-entropy" else torch.randn(8, sizes[0])
    data = data.float().double()

    def run(name, x, last):
        layers = len(sizes) - 1
        for layer in range(layers):
            x = torch.nn.functional.linear(
                x, parameters[f"{name}.{layer}.weight"], parameters[f"{name}.{layer}.bias"])
            x = ACTIVATIONS[last if layer == layers - 1 else activation](x)
        return x

    codes = run("encoder", data, code)
    restored = run("decoder", codes, "linear" if loss == "cross-entropy" else output)
    if loss == "cross-entropy":
        total = torch.nn.functional.binary_cross_entropy_with_logits(restored, data)
    else:
        total = torch.nn.functional.mse_loss(restored, data)
    reconstruction = total.item()
    if regularizer == "l1":
        total = total + weight * codes.abs().mean()
    if regularizer == "kl":
        rate = codes.mean(0)
        total = total + weight * (0.05 * torch.log(0.05 / rate) + 0.95 * torch.log(0.95 / (1 - rate))).mean()
    if regularizer == "contractive":  # the Jacobian itself, of a single layer
        for row in data:
            jacobian = torch.autograd.functional.jacobian(
                lambda x: run("encoder", x[None], code)[0], row, create_graph=True)
            total = total + weight * (jacobian ** 2).sum() / len(data)
    if regularizer == "neighbors":
        near = torch.cdist(data, data) ** 2
        width = near.sort(1).values[:, 1:6].mean(1, keepdim=True)
        found = ((codes[:, None] - codes[None]) ** 2).sum(-1)
        mask = torch.eye(len(data), dtype=torch.bool)
        log_p = torch.log_softmax((-near / width).masked_fill(mask, -1e30), 1)
        log_q = torch.log_softmax((-found / width).masked_fill(mask, -1e30), 1)
        terms = (log_p.exp() * (log_p - log_q)).masked_fill(mask, 0)
        total = total + weight * terms.sum() / len(data)
    total.backward()
    return {
        "sizes": sizes, "activation": activation, "code": code, "output": output, "loss": loss,
        "regularizers": [f"{regularizer}:{weight}"] if regularizer else [],
        "data": flat(data),
        "parameters": {name: flat(value) for name, value in parameters.items()},
        "gradients": {name: flat(value.grad) for name, value in parameters.items()},
        "reconstruction": float(f"{reconstruction:.9g}"), "total": float(f"{total.item():.9g}"),
    }


if __name__ == "__main__":
    cases = [
        case([6, 3], "linear", "linear", "linear", "squared-error"),
        case([6, 5, 4, 3], "relu", "linear", "linear", "squared-error"),
        case([5, 4, 2], "tanh", "tanh", "tanh", "squared-error"),
        case([5, 4, 2], "sigmoid", "sigmoid", "sigmoid", "cross-entropy"),
        case([5, 4, 2], "relu", "linear", "linear", "squared-error", "l1", 0.3),
        case([5, 3], "linear", "sigmoid", "linear", "squared-error", "kl", 0.4),
        case([5, 3], "linear", "sigmoid", "linear", "squared-error", "contractive", 0.2),
        case([5, 3], "linear", "tanh", "linear", "squared-error", "contractive", 0.2),
        case([5, 4, 3], "tanh", "linear", "linear", "squared-error", "neighbors", 0.6),
    ]
    with open("autoencoder.json", "w") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")
