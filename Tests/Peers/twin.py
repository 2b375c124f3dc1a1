"""The autoencoder in PyTorch: the same layers under the same names, for comparison.

Reads config.json and model.safetensors of a model directory. Used by the scripts beside it.
"""

import json

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

PAD, BEGIN, END = 0, 2, 3


def weights(path):
    """The tensors of a model.safetensors in single precision, of whatever numbers it holds.

    A matrix of 8-bit numbers has the scales of its rows beside it: w = q * scale[row].
    """
    stored = load_file(path)
    found = {}
    for name, value in stored.items():
        if value.dtype == torch.int8:
            found[name] = value.float() * stored[name + ".scale"].unsqueeze(1)
        elif stored.get(name.removesuffix(".scale"), value).dtype != torch.int8:
            found[name] = value.float()
    return found


class Twin(nn.Module):
    """An LSTM encoder, a latent, and an LSTM decoder with the latent in its first state and every input."""

    def __init__(self, shape, sparse=False):
        super().__init__()
        words, size = shape["vocabularySize"], shape["embeddingSize"]
        hidden, layers = shape["hiddenSize"], shape["layers"]
        both = shape["isBidirectional"]
        state = hidden * (2 if both else 1)
        latent = shape.get("latentSize") or state
        self.layers = layers
        self.directions = 2 if both else 1
        self.encoder_embedding = nn.Embedding(words, size, sparse=sparse)
        self.encoder = nn.LSTM(size, hidden, layers, batch_first=True, bidirectional=both)
        self.bottleneck = nn.Linear(state, latent) if shape.get("latentSize") else nn.Identity()
        self.decoder_embedding = nn.Embedding(words, size, sparse=sparse)
        self.latent_input = nn.Linear(latent, size, bias=False)
        self.initial_hidden = nn.ModuleList(nn.Linear(latent, hidden) for _ in range(layers))
        self.initial_cell = nn.ModuleList(nn.Linear(latent, hidden) for _ in range(layers))
        self.decoder = nn.LSTM(size, hidden, layers, batch_first=True)
        self.output = nn.Linear(hidden, words)

    def load(self, path):
        """Copies the weights of a model.safetensors; their names must match exactly."""
        renamed = {}
        for name, value in weights(path).items():
            ours = next(prefix for prefix in NAMES if name.startswith(prefix))
            renamed[NAMES[ours] + name[len(ours) :]] = value
        self.load_state_dict(renamed)

    def encode(self, tokens, lengths):
        """Final states of the top layer, both directions joined, through the bottleneck."""
        if self.directions == 1:
            # Faster than packing, with the same result: padding after a sentence does not affect earlier states.
            outputs, _ = self.encoder(self.encoder_embedding(tokens))
            return self.bottleneck(outputs[torch.arange(len(tokens)), lengths - 1])
        packed = pack_padded_sequence(
            self.encoder_embedding(tokens), lengths, batch_first=True, enforce_sorted=False
        )
        _, (final, _) = self.encoder(packed)
        top = final[-self.directions :]
        return self.bottleneck(torch.cat(list(top), dim=1))

    def logits(self, tokens, lengths):
        """Logits of every target [batch, time, vocabulary] with teacher forcing."""
        latent = self.encode(tokens, lengths)
        begin = torch.full((len(tokens), 1), BEGIN)
        read = torch.cat([begin, tokens[:, :-1]], dim=1)
        inputs = self.decoder_embedding(read) + self.latent_input(latent).unsqueeze(1)
        h = torch.stack([layer(latent) for layer in self.initial_hidden])
        c = torch.stack([layer(latent) for layer in self.initial_cell])
        outputs, _ = self.decoder(inputs, (h, c))
        return self.output(outputs)


NAMES = {
    "encoder.embedding.": "encoder_embedding.",
    "encoder.lstm.": "encoder.",
    "latent.": "bottleneck.",
    "decoder.embedding.": "decoder_embedding.",
    "decoder.latent_input.": "latent_input.",
    "decoder.initial_hidden_l": "initial_hidden.",
    "decoder.initial_cell_l": "initial_cell.",
    "decoder.lstm.": "decoder.",
    "output.": "output.",
}


class LazyAdam:
    """Adam that updates only the rows of sparse gradients; other moments do not decay.

    As torch.optim.SparseAdam, but epsilon is added after the bias correction, as in torch.optim.Adam.
    For rare words, whose gradients are tiny, the difference is visible.
    """

    def __init__(self, tables, lr):
        self.param_groups = [{"lr": lr}]
        self.tables = tables
        self.moments = [(torch.zeros_like(t), torch.zeros_like(t)) for t in tables]
        self.steps = 0

    def zero_grad(self):
        for table in self.tables:
            table.grad = None

    @torch.no_grad()
    def step(self):
        self.steps += 1
        first_correction, second_correction = 1 - 0.9**self.steps, 1 - 0.999**self.steps
        for table, (first, second) in zip(self.tables, self.moments):
            gradient = table.grad.coalesce()
            rows, values = gradient.indices()[0], gradient.values()
            first[rows] = 0.9 * first[rows] + 0.1 * values
            second[rows] = 0.999 * second[rows] + 0.001 * values * values
            root = (second[rows] / second_correction).sqrt() + 1e-8
            table.data[rows] -= self.param_groups[0]["lr"] / first_correction * first[rows] / root


def shape_of(directory):
    with open(directory + "/config.json", encoding="utf-8") as file:
        return json.load(file)["architecture"]


def padded(sentences):
    """Token ids as [batch, time], and the lengths."""
    lengths = torch.tensor([len(s) for s in sentences])
    tokens = torch.full((len(sentences), int(lengths.max())), PAD)
    for row, sentence in enumerate(sentences):
        tokens[row, : len(sentence)] = torch.tensor(sentence)
    return tokens, lengths


def mean_loss(model, sentences):
    """Mean cross-entropy per token, in nats, without padding."""
    tokens, lengths = padded(sentences)
    logits = model.logits(tokens, lengths)
    mask = torch.arange(tokens.shape[1]) < lengths.unsqueeze(1)
    return nn.functional.cross_entropy(logits[mask], tokens[mask])
