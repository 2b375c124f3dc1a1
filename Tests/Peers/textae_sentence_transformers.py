"""Makes a folder that sentence-transformers loads, with the vectors of textae.

    python3 textae_sentence_transformers.py my.textae my-st

    from sentence_transformers import SentenceTransformer
    model = SentenceTransformer("my-st", trust_remote_code=True)
    vectors = model.encode(["The soup was cold."])

The folder has the files of the model, this file and textae_reader.py. sentence-transformers 6 runs code of a
folder only if it is told to trust it, also a folder on your own disk. The weights can be trained further;
`model.save_pretrained(path)` writes them as another folder of this kind. Needs textae_reader.py beside it,
torch, safetensors, and sentence-transformers 6.
"""

import json
import os
import shutil
import sys

import numpy
import torch
from safetensors.torch import load_file, save_file
from sentence_transformers.base.modules import InputModule
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

try:
    from .textae_reader import FormatError, Model
except ImportError:  # run as a program, not from the folder of a model
    from textae_reader import FormatError, Model

MODEL_FILES = ["config.json", "tokenizer.json", "postprocessing.safetensors", "CARD.md", "SOURCES.md"]
WEIGHTS = "model.safetensors"


class TextAutoencoder(InputModule):
    """The encoder of a model, from text to the vectors of sentences."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        model = Model(folder)
        if model.residual:
            raise FormatError(f"{folder}: residual connections, which torch.nn.LSTM does not have, are not read here")
        self.tokenizer = model.tokenizer
        self.max_seq_length = model.maximum_length
        self.dimension = model.dimension
        self.kept = model.kept
        self.rectified = model.rectified
        self.embedding = nn.Embedding.from_pretrained(torch.from_numpy(model.table), freeze=False)
        self.lstm = _lstm(model.layers) if model.layers else None
        self.latent = _linear(*model.latent) if model.latent else None
        after = model._after
        names = ("mean", "removed", "whitening")
        for name in names:
            value = getattr(after, name, None)
            self.register_buffer(name, None if value is None else torch.from_numpy(value), persistent=False)

    def preprocess(self, inputs, prompt=None, **_):
        """Token ids [sentences × time] with zeros behind them, and where they are."""
        if prompt:
            inputs = self._prepend_prompt(inputs, prompt)
        ids = [self.tokenizer.encode(text, self.max_seq_length) for text in inputs]
        tokens = torch.zeros((len(ids), max(map(len, ids))), dtype=torch.long)
        for row, sentence in enumerate(ids):
            tokens[row, : len(sentence)] = torch.tensor(sentence)
        lengths = torch.tensor([len(sentence) for sentence in ids])
        return {"input_ids": tokens, "attention_mask": (torch.arange(tokens.shape[1]) < lengths[:, None]).long()}

    def forward(self, features, **_):
        """Adds `sentence_embedding` [sentences × dimension]."""
        mask = features["attention_mask"]
        values = self.embedding(features["input_ids"])
        if self.lstm is None:
            state = (values * mask.unsqueeze(2)).sum(dim=1)
        else:
            packed = pack_padded_sequence(values, mask.sum(dim=1).cpu(), batch_first=True, enforce_sorted=False)
            _, (final, _) = self.lstm(packed)
            state = torch.cat(list(final[-2 if self.lstm.bidirectional else -1 :]), dim=1)
        if self.latent is not None:
            state = self.latent(state)
        if self.rectified:
            state = state.clamp(min=0)
        if self.kept:
            place = torch.argsort(state.abs(), dim=1, descending=True, stable=True)[:, self.kept :]
            state = state.scatter(1, place, 0.0)
        if self.mean is not None:
            state = state - self.mean
        if self.whitening is not None:
            state = state @ self.whitening.T
        elif self.removed is not None:
            state = state - (state @ self.removed.T) @ self.removed
        features["sentence_embedding"] = state
        return features

    def get_embedding_dimension(self):
        return self.dimension

    @classmethod
    def load(cls, model_name_or_path, subfolder="", token=None, cache_folder=None, revision=None,
             local_files_only=False, **_):
        return cls(cls.load_dir_path(
            model_name_or_path, subfolder=subfolder, token=token, cache_folder=cache_folder, revision=revision,
            local_files_only=local_files_only))

    def save(self, output_path, *_, **__):
        """Writes the model with the weights as they are now, the decoder as it was."""
        _copy(self.folder, output_path, MODEL_FILES)
        stored = load_file(os.path.join(self.folder, WEIGHTS))
        tensors = {}
        for name, value in stored.items():
            scale = stored.get(name + ".scale")
            if stored.get(name.removesuffix(".scale"), value).dtype != torch.int8 or value.dtype == torch.int8:
                tensors[name] = value.float() * scale.unsqueeze(1) if value.dtype == torch.int8 else value.float()
        tensors["encoder.embedding.weight"] = self.embedding.weight
        if self.lstm is not None:
            tensors |= {f"encoder.lstm.{name}": value for name, value in self.lstm.named_parameters()}
        if self.latent is not None:
            tensors |= {"latent.weight": self.latent.weight, "latent.bias": self.latent.bias}
        tensors = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
        save_file(tensors, os.path.join(output_path, WEIGHTS))


def _lstm(layers):
    """An LSTM with the weights of the layers, each of one or two directions."""
    size, hidden = layers[0][0][0].shape[1], layers[0][0][1].shape[1]
    lstm = nn.LSTM(size, hidden, len(layers), batch_first=True, bidirectional=len(layers[0]) == 2)
    with torch.no_grad():
        for number, directions in enumerate(layers):
            for end, (w_input, w_hidden, bias) in zip(("", "_reverse"), directions):
                getattr(lstm, f"weight_ih_l{number}{end}").copy_(torch.from_numpy(w_input))
                getattr(lstm, f"weight_hh_l{number}{end}").copy_(torch.from_numpy(w_hidden))
                getattr(lstm, f"bias_ih_l{number}{end}").copy_(torch.from_numpy(bias))
                getattr(lstm, f"bias_hh_l{number}{end}").zero_()
    return lstm


def _linear(weight, bias):
    linear = nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        linear.weight.copy_(torch.from_numpy(numpy.ascontiguousarray(weight)))
        linear.bias.copy_(torch.from_numpy(bias))
    return linear


def _copy(source, target, names):
    os.makedirs(target, exist_ok=True)
    for name in names:
        path = os.path.join(source, name)
        if os.path.exists(path) and os.path.realpath(source) != os.path.realpath(target):
            shutil.copyfile(path, os.path.join(target, name))


def convert(model, folder):
    """Makes the folder of a model. It is complete once modules.json is there."""
    Model(model)  # refuses what cannot be read
    if os.path.exists(folder):
        raise FormatError(f"{folder}: it exists already")
    _copy(model, folder, [*MODEL_FILES, WEIGHTS])
    here = os.path.dirname(os.path.abspath(__file__))
    name = os.path.basename(__file__).removesuffix(".py")
    _copy(here, folder, [f"{name}.py", "textae_reader.py"])
    files = {
        "config_sentence_transformers.json": {"similarity_fn_name": "cosine"},
        "modules.json": [{"idx": 0, "name": "0", "path": "", "type": f"{name}.TextAutoencoder"}],
    }
    for file, content in files.items():
        with open(os.path.join(folder, file), "w", encoding="utf-8") as opened:
            json.dump(content, opened, indent=2)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python3 textae_sentence_transformers.py MODEL FOLDER")
    try:
        convert(*sys.argv[1:])
    except (FormatError, OSError) as error:
        sys.exit(f"textae_sentence_transformers: {error}")
