"""Trains the weights of the English model with PyTorch, on a GPU, from a model that textae began.

    python3 english_model.py CORPUS TEACHER.npy BEGUN.textae OUTPUT.textae [--seconds 250]

The layers and the losses are those of `textae train --objective reconstruct --objective distill:300`.
textae train runs on processors, where the updates of four minutes on a GPU take half an hour on 16 cores with
AMX, and most of a day on two cores without. BEGUN is a model from `textae train` with one layer of LSTM in
32 bits; its weights are the start. OUTPUT gets the same files, with checksums as textae writes them.

Needs torch, numpy, tokenizers, safetensors and xxhash. The result depends on the GPU and on the clock.
"""
import argparse
import json
import pathlib
import random
import shutil
import struct
import time

import numpy as np
import torch
import torch.nn.functional as F
import xxhash
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

BATCH, RATE, FINAL_RATE, WARMUP, LARGEST_NORM = 1024, 3e-3, 0.03, 200, 5.0
DISTILL, MAP, DROP = 300.0, 30.0, 0.05
BEGIN, END = 2, 3
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Model(nn.Module):
    """The encoder and the decoder of a model with one layer of LSTM each."""

    def __init__(self, shape):
        super().__init__()
        words, vector, hidden = shape["vocabularySize"], shape["embeddingSize"], shape["hiddenSize"]
        self.encoder = nn.ModuleDict({
            "embedding": nn.Embedding(words, vector),
            "lstm": nn.LSTM(vector, hidden, batch_first=True)})
        self.decoder = nn.ModuleDict({
            "embedding": nn.Embedding(words, vector),
            "lstm": nn.LSTM(vector, hidden, batch_first=True),
            "initial_hidden_l0": nn.Linear(hidden, hidden),
            "initial_cell_l0": nn.Linear(hidden, hidden),
            "latent_input": nn.Linear(hidden, vector, bias=False)})
        self.output = nn.Linear(hidden, words)

    def encode(self, tokens, lengths):
        states, _ = self.encoder["lstm"](self.encoder["embedding"](tokens))
        return states[torch.arange(len(lengths), device=DEVICE), lengths - 1]

    def reconstruction(self, latents, tokens, lengths):
        """Nats per token, with teacher forcing."""
        begin = torch.full((len(lengths), 1), BEGIN, device=DEVICE)
        read = self.decoder["embedding"](torch.cat([begin, tokens[:, :-1]], 1))
        start = tuple(
            self.decoder[name](latents)[None].contiguous()
            for name in ("initial_hidden_l0", "initial_cell_l0"))
        states, _ = self.decoder["lstm"](
            read + self.decoder["latent_input"](latents)[:, None], start)
        real = torch.arange(tokens.shape[1], device=DEVICE)[None] < lengths[:, None]
        return F.cross_entropy(self.output(states[real]).float(), tokens[real])


class Corpus:
    """The token ids of a corpus, and the vectors of a teacher, on the GPU."""

    def __init__(self, corpus, teacher, tokenizer):
        lines = pathlib.Path(corpus).read_text(encoding="utf-8", errors="replace").splitlines()
        ids = []
        for start in range(0, len(lines), 50_000):
            ids += [np.array(e.ids, np.int32) for e in tokenizer.encode_batch(lines[start:start + 50_000])]
        self.lengths = torch.tensor([len(i) for i in ids], device=DEVICE)
        self.starts = self.lengths.cumsum(0) - self.lengths
        self.ids = torch.tensor(np.concatenate(ids), device=DEVICE)
        self.teacher = torch.tensor(np.load(teacher)[:len(ids)], device=DEVICE)

    def batches(self):
        """The sentences of one pass, in batches of near-equal length and random order."""
        order, pool = torch.randperm(len(self.lengths), device=DEVICE), 64 * BATCH
        batches = []
        for start in range(0, len(order), pool):
            part = order[start:start + pool]
            part = part[torch.argsort(self.lengths[part] + torch.rand(len(part), device=DEVICE) / 2)]
            batches += [b for b in part.split(BATCH) if len(b) == BATCH]
        random.shuffle(batches)
        return batches

    def read(self, sentences):
        lengths = self.lengths[sentences]
        places = torch.arange(int(lengths.max()), device=DEVICE)[None]
        rows = (self.starts[sentences][:, None] + places).clamp(max=len(self.ids) - 1)
        return self.ids[rows].long().where(places < lengths[:, None], END), lengths


def drop(tokens, lengths):
    """Drops words at random, but not the end mark, nor all words of a sentence."""
    places = torch.arange(tokens.shape[1], device=DEVICE)[None]
    words = places < lengths[:, None] - 1
    kept = words & (torch.rand(tokens.shape, device=DEVICE) >= DROP)
    kept |= words & ~kept.any(1, keepdim=True)
    kept |= places == lengths[:, None] - 1
    order = torch.argsort((~kept).to(torch.int8), dim=1, stable=True)
    lengths = kept.sum(1)
    return tokens.gather(1, order)[:, :int(lengths.max())], lengths


def distillation(latents, teacher, linear):
    """What the objective distill:300 adds, whose map has a tenth of its weight."""
    unit, others = F.normalize(latents), ~torch.eye(len(latents), dtype=torch.bool, device=DEVICE)
    cosines = ((unit @ unit.T - teacher @ teacher.T)[others] ** 2).mean()
    return DISTILL * cosines + MAP * (1 - (F.normalize(linear(latents)) * teacher).sum(1)).mean()


def train(model, corpus, seconds):
    linear = nn.Linear(model.output.in_features, corpus.teacher.shape[1], bias=False).to(DEVICE)
    weights = [*model.parameters(), *linear.parameters()]
    optimizer = torch.optim.Adam(weights, lr=RATE)
    start, step, batches = time.time(), 0, []
    while (done := (time.time() - start) / seconds) < 1:
        batches = batches or corpus.batches()
        sentences = batches.pop()
        tokens, lengths = corpus.read(sentences)
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == "cuda"):
            latents = model.encode(*drop(tokens, lengths))
            reconstruction = model.reconstruction(latents, tokens, lengths)
        teacher = F.normalize(corpus.teacher[sentences].float())
        loss = reconstruction + distillation(latents.float(), teacher, linear)
        optimizer.param_groups[0]["lr"] = (
            RATE * min(1, (step + 1) / WARMUP) * (1 - done * (1 - FINAL_RATE)))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(weights, LARGEST_NORM)
        optimizer.step()
        step += 1
        if step % 500 == 0:
            print(f"{time.time() - start:.0f} s, {step} updates: reconstruct {float(reconstruction):.2f}")


def save(model, path):
    """Writes the weights as textae does, with its checksums."""
    tensors = {name: value.detach().float().cpu().numpy() for name, value in model.state_dict().items()}
    entries, sums, end = {}, [], 0
    for name, value in sorted(tensors.items()):
        entries[name] = {
            "dtype": "F32", "shape": list(value.shape), "data_offsets": [end, end + value.nbytes]}
        end += value.nbytes
        sums.append(f"{xxhash.xxh64(value.tobytes()).intdigest():016x}")

    def header(checksum):
        metadata = {"format_version": "2", "checksum": checksum, "tensor_checksums": " ".join(sums)}
        text = json.dumps({"__metadata__": metadata, **entries}, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        return struct.pack("<Q", len(text)) + text

    checksum = f"{xxhash.xxh64(header('0' * 16)).intdigest():016x}"
    with open(path, "wb") as file:
        file.write(header(checksum))
        for _, value in sorted(tensors.items()):
            file.write(value.tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("teacher")
    parser.add_argument("begun", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=250)
    options = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    configuration = json.loads((options.begun / "config.json").read_text())
    model = Model(configuration["architecture"])
    model.load_state_dict(load_file(options.begun / "model.safetensors"))
    model.to(DEVICE)
    tokenizer = Tokenizer.from_file(str(options.begun / "tokenizer.json"))
    train(model, Corpus(options.corpus, options.teacher, tokenizer), options.seconds)
    options.output.mkdir(parents=True, exist_ok=True)
    save(model, options.output / "model.safetensors")
    # Only what is needed to use the model: the settings of the training were not those of textae.
    kept = ("kind", "version", "architecture", "maximumLength", "precision", "isDecoderTrained")
    (options.output / "config.json").write_text(
        json.dumps({key: configuration[key] for key in kept}, indent=2) + "\n")
    shutil.copy(options.begun / "tokenizer.json", options.output)


if __name__ == "__main__":
    main()
