"""Compares the speed of training with PyTorch: same file, sizes and tokens, runs in turn.

    python3 Tests/Peers/training_speed.py --textae .build/release/textae \\
        --corpus yelp.train.txt --validation yelp.valid.txt [--precision f32] [--batch-size 256] \\
        [--layers 2 --bidirectional] [--lines 20000] [--runs 5]

Each run trains a new model for one epoch on the first lines of the corpus, with the same
tokenizer.json, and then measures the validation loss. Only the training steps are timed. PyTorch uses
bf16 autocast unless --precision is f32. Prints tokens per second and the ratio of medians.
Needs torch, tokenizers and safetensors.
"""

import argparse
import json
import random
import statistics
import subprocess
import tempfile
import time

import torch
from tokenizers import Tokenizer
from twin import Twin, mean_loss, shape_of

parser = argparse.ArgumentParser()
parser.add_argument("--textae", required=True)
parser.add_argument("--corpus", required=True)
parser.add_argument("--validation", required=True)
parser.add_argument("--precision", default="bf16", choices=("f32", "bf16"))
parser.add_argument("--batch-size", type=int, default=256)
parser.add_argument("--tokenizer-model", default="word")
parser.add_argument("--vocabulary-size", type=int, default=8000)
parser.add_argument("--layers", type=int, default=1)
parser.add_argument("--bidirectional", action="store_true")
parser.add_argument("--learning-rate", type=float, default=1e-3)
parser.add_argument("--lines", type=int, default=20000)
parser.add_argument("--runs", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)


def run_textae(folder, tokenizer):
    """Trains; returns tokens per second, validation loss and the model directory."""
    model = folder + "/model.textae"
    words = [arguments.textae, "train", folder + "/corpus.txt", "--output", model]
    words += ["--validation", folder + "/validation.txt", "--tokenizer", tokenizer, "--epochs", "1"]
    words += ["--batch-size", str(arguments.batch_size), "--precision", arguments.precision]
    words += ["--layers", str(arguments.layers), "--threads", str(arguments.threads)]
    words += ["--learning-rate", str(arguments.learning_rate), "--overwrite", "--quiet"]
    words += ["--bidirectional"] if arguments.bidirectional else []
    subprocess.run(words, check=True)
    with open(model + "/log.jsonl", encoding="utf-8") as file:
        report = json.loads(file.read().splitlines()[-1])
    return report["tokensPerSecond"], report["validationLoss"], model


def batches(sentences):
    """Batches of sentences of similar length, in random order."""
    shuffled = random.sample(sentences, len(sentences))
    shuffled.sort(key=len, reverse=True)
    size = arguments.batch_size
    parts = [shuffled[i : i + size] for i in range(0, len(shuffled), size)]
    return random.sample(parts, len(parts))


def run_torch(shape, sentences, validation):
    """The same in PyTorch."""
    torch.manual_seed(1)
    random.seed(1)
    model = Twin(shape)
    for table in (model.encoder_embedding, model.decoder_embedding):
        torch.nn.init.uniform_(table.weight, -0.1, 0.1)
    optimizer = torch.optim.Adam(model.parameters(), lr=arguments.learning_rate, fused=True)
    steps = batches(sentences)
    seconds = tokens = 0.0
    for number, part in enumerate(steps):
        # The schedule of textae: a rise over the first tenth of the steps, at most 100, then a decay.
        rise = min(100, max(1, len(steps) // 10))
        share = 1 - 0.95 * max(0, number - rise) / max(1, len(steps) - rise)
        for group in optimizer.param_groups:
            group["lr"] = arguments.learning_rate * min((number + 1) / rise, share)
        start = time.perf_counter()
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=arguments.precision == "bf16"):
            loss = mean_loss(model, part)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimizer.step()
        seconds += time.perf_counter() - start
        tokens += sum(map(len, part))
    total = count = 0
    with torch.no_grad():
        ordered = sorted(validation, key=len)
        for start in range(0, len(ordered), 256):
            part = ordered[start : start + 256]
            size = sum(map(len, part))
            total += mean_loss(model, part).item() * size
            count += size
    return tokens / seconds, total / count


def ids(path, tokenizer):
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip()]
    end = tokenizer.token_to_id("</s>")
    every = (encoding.ids for encoding in tokenizer.encode_batch(lines))
    return [s if len(s) <= 101 else s[:100] + [end] for s in every]


with tempfile.TemporaryDirectory() as folder:
    for name, path, limit in (
        ("corpus", arguments.corpus, arguments.lines),
        ("validation", arguments.validation, 4000),
    ):
        with open(path, encoding="utf-8") as source, open(
            f"{folder}/{name}.txt", "w", encoding="utf-8"
        ) as target:
            target.writelines(line for line, _ in zip(source, range(limit)))
    subprocess.run(
        [arguments.textae, "vocab", "build", arguments.corpus, "--tokenizer-model"]
        + [arguments.tokenizer_model, "--vocabulary-size", str(arguments.vocabulary_size)]
        + ["--output", folder + "/tokenizer.json", "--quiet"],
        check=True,
    )
    tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
    sentences = ids(folder + "/corpus.txt", tokenizer)
    validation = ids(folder + "/validation.txt", tokenizer)
    ours, theirs = [], []
    for run in range(arguments.runs):
        speed, loss, model = run_textae(folder, folder + "/tokenizer.json")
        ours.append(speed)
        other_speed, other_loss = run_torch(shape_of(model), sentences, validation)
        theirs.append(other_speed)
        print(
            f"run {run + 1}: textae {speed:,.0f} tokens/s, loss {loss:.4f}; "
            f"torch {other_speed:,.0f} tokens/s, loss {other_loss:.4f}; "
            f"ratio {speed / other_speed:.2f}",
            flush=True,
        )
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(
        f"{arguments.precision}, batch {arguments.batch_size}: textae {statistics.median(ours):,.0f}, "
        f"torch {statistics.median(theirs):,.0f} tokens/s, ratio {ratio:.2f}"
    )
