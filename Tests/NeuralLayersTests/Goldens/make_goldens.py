"""Makes the golden files of the layers, and of latents and objectives, with PyTorch in double precision.

    python3 Tests/NeuralLayersTests/Goldens/make_goldens.py

The files of latents and objectives go to the tests of training. Weights and inputs are not stored: `numbers` makes them here and `testNumbers` makes the same ones in
the tests, as multiples of 2^-24, which floats and doubles both hold exactly.
Needs torch; the files were made with version 2.13.
"""

import json
import math
import pathlib

import torch
from torch.distributions import Normal, kl_divergence
from torch.nn.functional import binary_cross_entropy_with_logits, linear
from torch.nn.utils import clip_grad_norm_
from torch.nn.utils.rnn import pack_padded_sequence

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent
TRAINING = HERE.parents[1] / "AutoencoderTrainingTests" / "Goldens"
MASK = 0xFFFFFFFF


def numbers(shape, salt):
    """Numbers in -0.5 to 0.5 without structure: a hash of the index and of the salt."""
    count = 1
    for size in shape:
        count *= size
    values = []
    for index in range(count):
        x = (index + salt * 1_000_003) & MASK
        x = ((x ^ x >> 16) * 0x7FEB352D) & MASK
        x = ((x ^ x >> 15) * 0x846CA68B) & MASK
        x ^= x >> 16
        values.append((x >> 8) / 2**24 - 0.5)
    return torch.tensor(values).reshape(shape)


def philox(key, counter):
    """Philox 4x32-10 of Salmon et al. 2011: four random words."""
    (x, y, z, w), (first, second) = counter, key
    for _ in range(10):
        left, right = x * 0xD2511F53, z * 0xCD9E8D57
        x, y, z, w = right >> 32 ^ y ^ first, right & MASK, left >> 32 ^ w ^ second, left & MASK
        first, second = (first + 0x9E3779B9) & MASK, (second + 0xBB67AE85) & MASK
    return x, y, z, w


# The purposes of random numbers: draws from a posterior, draws from the prior for a discriminator.
POSTERIOR, PRIOR = 15, 18


def normals(purpose, rows, columns, seed=1, step=5):
    """What `RandomStream` draws from a standard normal distribution, an item for each row."""
    mixed = (seed + step * 0x9E3779B97F4A7C15) % 2**64
    key = (mixed & MASK, mixed >> 32)
    result = torch.zeros(rows, columns)
    for row in range(rows):
        words = [word for position in range((2 * columns + 3) // 4)
                 for word in philox(key, (position, purpose, row, 0))]
        uniform = [(word >> 8) / 2**24 for word in words]
        for column in range(columns):
            radius = math.sqrt(-2 * math.log(1 - uniform[2 * column]))
            result[row, column] = radius * math.cos(2 * math.pi * uniform[2 * column + 1])
    return result


def flat(tensor):
    """Seven significant digits: a hundred times finer than what the tests ask for."""
    return [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]


def write(name, content, folder=HERE):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


def lstm_case(sizes, layers, bidirectional, lengths, initial, final):
    """One LSTM over sentences of mixed lengths.

    The loss is the inner product of fixed numbers with all outputs of the top layer, or, with
    `final`, with its last states only. Rows are those of a packed sequence: time-major.
    """
    inputs, hidden = sizes
    directions = 2 if bidirectional else 1
    model = torch.nn.LSTM(inputs, hidden, layers, bidirectional=bidirectional, batch_first=True)
    for salt, parameter in enumerate(model.parameters(), start=1):
        parameter.data = numbers(parameter.shape, salt)

    # The input is drawn in packed order and then spread over the padded batch.
    rows = numbers((sum(lengths), inputs), 101)
    padded = torch.zeros(len(lengths), lengths[0], inputs)
    row = 0
    for time in range(lengths[0]):
        for sentence, length in enumerate(lengths):
            if length > time:
                padded[sentence, time] = rows[row]
                row += 1
    packed = pack_padded_sequence(padded, lengths, batch_first=True)
    data = packed.data.clone().requires_grad_()
    assert torch.equal(data, rows)
    packed = packed._replace(data=data)

    state_shape = (layers * directions, len(lengths), hidden)
    start = None
    if initial:
        start = tuple(numbers(state_shape, salt).requires_grad_() for salt in (102, 103))
    output, (last_hidden, last_cell) = model(packed, start)
    if final:
        top = last_hidden[-directions:].permute(1, 0, 2).reshape(len(lengths), -1)
        loss = (top * numbers(top.shape, 104)).sum()
    else:
        loss = (output.data * numbers(output.data.shape, 104)).sum()
    loss.backward()
    return {
        "inputSize": inputs,
        "hiddenSize": hidden,
        "layers": layers,
        "bidirectional": bidirectional,
        "lengths": lengths,
        "lossOfFinalStates": final,
        "output": flat(output.data),
        "finalHidden": flat(last_hidden),
        "finalCell": flat(last_cell),
        "gradients": {name: flat(p.grad) for name, p in model.named_parameters()},
        "dInput": flat(data.grad),
        "dInitialHidden": flat(start[0].grad) if start else None,
        "dInitialCell": flat(start[1].grad) if start else None,
    }


def lstm():
    return [
        lstm_case((3, 4), 1, False, [4, 2, 1], False, False),
        lstm_case((3, 4), 1, False, [4, 2, 1], True, False),
        lstm_case((7, 9), 1, False, [5, 3, 3, 1, 1], True, True),
        lstm_case((5, 6), 1, True, [3, 3, 2], False, False),
        lstm_case((4, 7), 2, False, [6, 4, 1, 1], False, False),
        lstm_case((4, 7), 2, False, [3, 2, 2], True, False),
        lstm_case((5, 6), 2, True, [5, 4, 4, 2, 1], False, False),
        lstm_case((3, 5), 2, True, [4, 1, 1], False, True),
        lstm_case((3, 33), 1, False, [5, 3, 2, 1], True, False),
    ]


def convolution_case(size, filters, width, lengths):
    """Filters over windows that begin at every token, tanh, and the largest response of each.

    The loss is the inner product of fixed numbers with the result.
    """
    # The rows of our weight have the numbers of a token side by side.
    weight = numbers((filters, width * size), 1).requires_grad_()
    bias = numbers((filters,), 2).requires_grad_()
    rows = numbers((sum(lengths), size), 101).requires_grad_()
    first = [sum(min(length, time) for length in lengths) for time in range(lengths[0] + 1)]
    pooled = []
    for sentence, length in enumerate(lengths):
        tokens = torch.stack([rows[first[time] + sentence] for time in range(length)])
        padded = torch.nn.functional.pad(tokens.T, (0, width - 1))
        kernel = weight.reshape(filters, width, size).permute(0, 2, 1)
        pooled.append(torch.tanh(torch.nn.functional.conv1d(padded[None], kernel, bias)[0]).amax(1))
    output = torch.stack(pooled)
    (output * numbers(output.shape, 104)).sum().backward()
    return {
        "size": size,
        "filters": filters,
        "width": width,
        "lengths": lengths,
        "output": flat(output),
        "dWeight": flat(weight.grad),
        "dBias": flat(bias.grad),
        "dInput": flat(rows.grad),
    }


def transformer_case(size, heads, lengths):
    """One block with the norms first, over sentences of mixed lengths, each on its own.

    The loss is the inner product of fixed numbers with all outputs. Rows are time-major.
    """
    block = torch.nn.TransformerEncoderLayer(
        size, heads, 4 * size, dropout=0, batch_first=True, norm_first=True)
    ours = ["norm1", "self_attn.in_proj", "self_attn.out_proj", "norm2", "linear1", "linear2"]
    named = dict(block.named_parameters())
    order = []
    for part in ours:
        for kind in ("weight", "bias"):
            dotted = f"{part}.{kind}"
            order.append(dotted if dotted in named else f"{part}_{kind}")
    for salt, name in enumerate(order, start=1):
        named[name].data = numbers(named[name].shape, salt)
    rows = numbers((sum(lengths), size), 101).requires_grad_()
    first = [sum(min(length, time) for length in lengths) for time in range(lengths[0] + 1)]
    places = [[first[time] + sentence for time in range(length)]
              for sentence, length in enumerate(lengths)]
    output = torch.zeros(sum(lengths), size)
    for place in places:
        output = output.index_put((torch.tensor(place),), block(rows[place][None])[0])
    (output * numbers(output.shape, 104)).sum().backward()
    return {
        "size": size,
        "heads": heads,
        "lengths": lengths,
        "output": flat(output),
        "gradients": [flat(named[name].grad) for name in order],
        "dInput": flat(rows.grad),
    }


def adam():
    """Six steps over a matrix, a bias and a table of which a step touches some rows.

    The norm is clipped over all gradients together; some steps are clipped and some are not.
    """
    shapes = {"weight": (5, 4), "bias": (6,), "table": (7, 3)}
    touched = [[1, 4], [0, 1, 6], [4], [2, 3, 5], [1, 2, 4, 6], [0]]
    maximum_norm = 1.0
    parameters = {
        name: torch.nn.Parameter(numbers(shape, salt))
        for salt, (name, shape) in enumerate(shapes.items(), start=1)
    }
    # The usual decay rates as floats hold them: 1 - 0.999 differs by 1.3e-5 between float and double.
    betas = tuple(torch.tensor(beta, dtype=torch.float32).item() for beta in (0.9, 0.999))
    dense = torch.optim.Adam([parameters["weight"], parameters["bias"]], betas=betas)
    sparse = torch.optim.SparseAdam([parameters["table"]], betas=betas)
    steps = []
    for step, rows in enumerate(touched):
        scale = [0.25, 4.0, 1.0, 0.5, 8.0, 0.125][step]
        rate = [0.01, 0.02, 0.03, 0.02, 0.01, 0.005][step]
        parameters["weight"].grad = numbers((5, 4), 10 + step) * scale
        parameters["bias"].grad = numbers((6,), 20 + step) * scale
        values = torch.nn.Parameter(torch.zeros(len(rows), 3))
        values.grad = numbers((len(rows), 3), 30 + step) * scale
        norm = clip_grad_norm_([parameters["weight"], parameters["bias"], values], maximum_norm)
        parameters["table"].grad = torch.sparse_coo_tensor([rows], values.grad, (7, 3), check_invariants=True)
        for optimizer in (dense, sparse):
            optimizer.param_groups[0]["lr"] = rate
            optimizer.step()
        steps.append({
            "touched": rows,
            "scale": scale,
            "learningRate": rate,
            "norm": float(f"{norm.item():.9g}"),
            "values": [flat(parameters[name]) for name in shapes],
        })
    state = [dense.state[parameters["weight"]], dense.state[parameters["bias"]],
             sparse.state[parameters["table"]]]
    return {
        "maximumNorm": maximum_norm,
        "steps": steps,
        "firstMoments": [flat(entry["exp_avg"]) for entry in state],
        "secondMoments": [flat(entry["exp_avg_sq"]) for entry in state],
    }


def cross_entropy_case(tokens, size, vocabulary, scale):
    states = (numbers((tokens, size), 1) * scale).requires_grad_()
    weight = numbers((vocabulary, size), 2).requires_grad_()
    bias = numbers((vocabulary,), 3).requires_grad_()
    logits = torch.nn.functional.linear(states, weight, bias)
    # Every third target is the best token, so that some are counted as correct.
    targets = torch.tensor([7 * index % vocabulary for index in range(tokens)])
    targets[::3] = logits.argmax(dim=1)[::3]
    loss = torch.nn.functional.cross_entropy(logits, targets)
    loss.backward()
    return {
        "tokens": tokens,
        "size": size,
        "vocabulary": vocabulary,
        "scale": scale,
        "targets": targets.tolist(),
        "logits": flat(logits),
        "loss": float(f"{loss.item():.9g}"),
        "correct": int((logits.argmax(dim=1) == targets).sum()),
        "dWeight": flat(weight.grad),
        "dBias": flat(bias.grad),
        "dInput": flat(states.grad),
    }


def variational_case(lengths, size, dimension, free, weight):
    """A Gaussian for each sentence, a draw from it, and the divergence from the standard normal one.

    The divergence is per token; a dimension costs at least `free` nats in the mean over the sentences.
    The loss is the inner product of fixed numbers with the draws, plus `weight` times the divergence.
    """
    count = len(lengths)
    states = (numbers((count, size), 101) * 4).requires_grad_()
    shapes = [(dimension, size), (dimension,)] * 2
    weights = [numbers(shape, salt).requires_grad_() for salt, shape in enumerate(shapes, start=1)]
    means, log_variances = linear(states, *weights[:2]), linear(states, *weights[2:])
    posterior = Normal(means, (log_variances / 2).exp())
    latents = means + posterior.stddev * normals(POSTERIOR, count, dimension)
    standard = Normal(torch.zeros_like(means), torch.ones_like(means))
    divergences = kl_divergence(posterior, standard).mean(0)
    # Some dimensions cost more than the free nats, and some do not.
    assert free == 0 or 0 < (divergences > free).sum() < dimension
    divergence = divergences.clamp(min=free).sum() * count / sum(lengths)
    dMeans, dLogVariances = torch.autograd.grad(
        weight * divergence, (means, log_variances), retain_graph=True)
    ((latents * numbers(latents.shape, 104)).sum() + weight * divergence).backward()
    return {
        "lengths": lengths,
        "size": size,
        "dimension": dimension,
        "free": free,
        "weight": weight,
        "latents": flat(latents),
        "logVariances": flat(log_variances),
        "divergence": float(f"{divergence.item():.9g}"),
        "dMeans": flat(dMeans),
        "dLogVariances": flat(dLogVariances),
        "gradients": [flat(weight.grad) for weight in weights],
        "dStates": flat(states.grad),
    }


def adversarial_case(count, dimension, hidden, scale, weight):
    """A discriminator of one hidden layer, which tells draws of a normal distribution from latents.

    Its loss is the binary cross-entropy of either kind; the encoder's, that of taking its latents for
    draws.
    """
    latents = (numbers((count, dimension), 101) * scale).requires_grad_()
    shapes = [(hidden, dimension), (hidden,), (1, hidden), (1,)]
    weights = [numbers(shape, salt).requires_grad_() for salt, shape in enumerate(shapes, start=1)]

    def odds(rows):
        return linear(linear(rows, *weights[:2]).relu(), *weights[2:])[:, 0]

    yes, no = torch.ones(count), torch.zeros(count)
    deception = binary_cross_entropy_with_logits(odds(latents), yes)
    (dLatents,) = torch.autograd.grad(weight * deception, latents)
    detection = (binary_cross_entropy_with_logits(odds(latents.detach()), no)
                 + binary_cross_entropy_with_logits(odds(normals(PRIOR, count, dimension)), yes))
    detection.backward()
    return {
        "count": count,
        "dimension": dimension,
        "hidden": hidden,
        "scale": scale,
        "weight": weight,
        "loss": float(f"{deception.item():.9g}"),
        "dLatents": flat(dLatents),
        "gradients": [flat(weight.grad) for weight in weights],
    }


if __name__ == "__main__":
    write("lstm.json", lstm())
    write("convolution.json", [
        convolution_case(3, 4, 1, [4, 2, 1]),
        convolution_case(3, 5, 2, [1]),
        convolution_case(7, 9, 3, [5, 3, 3, 2, 1]),
        convolution_case(5, 17, 5, [9, 4, 4, 1]),
    ])
    write("transformer.json", [
        transformer_case(4, 2, [4, 2, 1]),
        transformer_case(6, 1, [5, 3, 3, 1]),
        transformer_case(9, 3, [7, 2]),
    ])
    write("adam.json", adam())
    # The last has logits of several hundred, whose plain exponentials would overflow.
    write("cross_entropy.json", [
        cross_entropy_case(6, 5, 11, 1),
        cross_entropy_case(19, 4, 33, 8),
        cross_entropy_case(5, 9, 17, 1024),
    ])
    write("variational.json", [
        variational_case([2], 3, 1, 0, 1),
        variational_case([5, 3, 3, 1], 7, 5, 0, 0.75),
        variational_case([5, 3, 3, 1], 7, 5, 0.4, 0.75),
        variational_case([9, 4, 2], 4, 17, 0.1, 2),
    ], TRAINING)
    # The last has odds of several hundred, whose plain exponentials would overflow.
    write("adversarial.json", [
        adversarial_case(1, 1, 3, 1, 1),
        adversarial_case(5, 4, 9, 4, 0.75),
        adversarial_case(6, 3, 17, 4096, 2),
    ], TRAINING)
