"""Repeats a training run in PyTorch from the same weights with the same batches, and compares losses.

    textae train yelp.train.txt --validation yelp.valid.txt --output yelp.textae \\
        --precision f32 --epochs 1 --tokenizer-model word --vocabulary-size 8000 --trace trace
    python3 Tests/Peers/training_twin.py --model yelp.textae --trace trace \\
        --validation yelp.valid.txt [--steps 50]

Passes if the first 50 losses agree within 1e-4 (relative) and, without --steps, the final validation
loss within 1 %. Needs torch, safetensors and tokenizers.
"""

import argparse
import json
import sys

import torch
from tokenizers import Tokenizer
from twin import LazyAdam, Twin, mean_loss, shape_of

parser = argparse.ArgumentParser()
parser.add_argument("--model", required=True)
parser.add_argument("--trace", required=True)
parser.add_argument("--validation")
parser.add_argument("--steps", type=int)
parser.add_argument("--clip", type=float, default=5)
arguments = parser.parse_args()

torch.manual_seed(0)
model = Twin(shape_of(arguments.model), sparse=True)
model.load(arguments.trace + "/initial.safetensors")
tables = [model.encoder_embedding.weight, model.decoder_embedding.weight]
others = [p for p in model.parameters() if all(p is not t for t in tables)]
optimizers = [LazyAdam(tables, lr=1e-3), torch.optim.Adam(others, lr=1e-3)]


def clip(limit):
    """Scales all gradients so that their common norm is at most `limit`."""
    for table in tables:
        table.grad = table.grad.coalesce()
    parts = [t.grad.values() for t in tables] + [p.grad for p in others]
    norm = torch.sqrt(sum((part.double() ** 2).sum() for part in parts))
    if norm > limit:
        for part in parts:
            part.mul_((limit / norm).float())


worst = 0.0
with open(arguments.trace + "/steps.jsonl", encoding="utf-8") as lines:
    for line in lines:
        batch = json.loads(line)
        step = batch["step"]
        if arguments.steps and step > arguments.steps:
            break
        for optimizer in optimizers:
            optimizer.zero_grad()
            for group in optimizer.param_groups:
                group["lr"] = batch["learningRate"]
        loss = mean_loss(model, batch["sentences"])
        loss.backward()
        clip(arguments.clip)
        for optimizer in optimizers:
            optimizer.step()
        difference = abs(loss.item() - batch["loss"]) / loss.item()
        if step <= 50:
            worst = max(worst, difference)
        if step in (1, 10, 50) or step % 500 == 0:
            print(f"step {step}: torch {loss.item():.6f}, textae {batch['loss']:.6f}", flush=True)

print(f"largest relative difference of the first 50 losses: {worst:.2e}")
passed = worst < 1e-4

if arguments.validation and not arguments.steps:
    tokenizer = Tokenizer.from_file(arguments.model + "/tokenizer.json")
    with open(arguments.validation, encoding="utf-8") as file:
        sentences = [tokenizer.encode(line.rstrip("\n")).ids for line in file if line.strip()]
    sentences = sorted((s[:100] for s in sentences), key=len)
    total = tokens = 0
    with torch.no_grad():
        for start in range(0, len(sentences), 256):
            part = sentences[start : start + 256]
            count = sum(map(len, part))
            total += mean_loss(model, part).item() * count
            tokens += count
    with open(arguments.model + "/log.jsonl", encoding="utf-8") as file:
        ours = json.loads(file.read().splitlines()[-1])["validationLoss"]
    theirs = total / tokens
    print(f"validation loss: torch {theirs:.4f}, textae {ours:.4f}, ratio {ours / theirs:.4f}")
    passed = passed and abs(ours / theirs - 1) < 0.01

print("passed" if passed else "FAILED")
sys.exit(0 if passed else 1)
