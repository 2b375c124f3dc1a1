"""Makes the golden files of the layers with PyTorch, in double precision.

    python3 Tests/NeuralLayersTests/Goldens/make_goldens.py

Weights and inputs are not stored: `numbers` makes them here and `testNumbers` makes the same ones in
the tests, as multiples of 2^-24, which floats and doubles both hold exactly.
Needs torch; the files were made with version 2.13.
"""

import json
import pathlib

import torch
from torch.nn.utils import clip_grad_norm_
from torch.nn.utils.rnn import pack_padded_sequence

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent
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


def flat(tensor):
    """Seven significant digits: a hundred times finer than what the tests ask for."""
    return [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]


def write(name, content):
    (HERE / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


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
