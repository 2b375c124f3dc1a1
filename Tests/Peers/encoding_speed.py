"""Compares the speed of encoding with PyTorch: from text to vectors, same model, runs in turn.

    python3 Tests/Peers/encoding_speed.py --bin .build/release --model reviews.textae \\
        --sentences yelp.train.txt [--lines 50000] [--runs 5]

PyTorch gets the tokens of Hugging Face tokenizers, sorted by length over all lines, in batches of 256 and
512, in bf16 autocast and in f32; its best mode counts. textae is measured twice: by textae-bench in a
warm process, as PyTorch is, and by `textae embed` as a whole process, with start and writing. Then the
median latency of single sentences is measured, in warm processes. The vectors are compared first.
Needs torch, tokenizers, safetensors and numpy, and both binaries in the given folder.
"""

import argparse
import re
import statistics
import subprocess
import tempfile
import time

import numpy
import torch
from tokenizers import Tokenizer
from twin import Twin, shape_of

parser = argparse.ArgumentParser()
parser.add_argument("--bin", required=True)
parser.add_argument("--model", required=True)
parser.add_argument("--sentences", required=True)
parser.add_argument("--lines", type=int, default=50000)
parser.add_argument("--single", type=int, default=300)
parser.add_argument("--runs", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--bf16-only", action="store_true", help="skip f32 where it is known to lose")
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)

with open(arguments.sentences, encoding="utf-8") as file:
    lines = [line.rstrip("\n") for line, _ in zip(file, range(arguments.lines))]
model = Twin(shape_of(arguments.model)).eval()
model.load(arguments.model + "/model.safetensors")
tokenizer = Tokenizer.from_file(arguments.model + "/tokenizer.json")


def ids(sentences):
    every = (encoding.ids for encoding in tokenizer.encode_batch(sentences))
    return [s if len(s) <= 101 else s[:100] + s[-1:] for s in every]


@torch.inference_mode()
def torch_stream(batch, precision):
    """The vectors of all lines in order, and the time in seconds."""
    start = time.perf_counter()
    tokens = ids(lines)
    order = sorted(range(len(tokens)), key=lambda i: -len(tokens[i]))
    vectors = torch.empty(len(tokens), shape_of(arguments.model)["hiddenSize"] * model.directions)
    with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
        for first in range(0, len(order), batch):
            part = order[first : first + batch]
            longest = len(tokens[part[0]])
            padded = torch.tensor([tokens[i] + [0] * (longest - len(tokens[i])) for i in part])
            lengths = torch.tensor([len(tokens[i]) for i in part])
            vectors[part] = model.encode(padded, lengths).float()
    return vectors.numpy(), time.perf_counter() - start


@torch.inference_mode()
def torch_single(precision):
    """The median time of a single sentence, in seconds."""
    taken = []
    with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
        for line in lines[: arguments.single]:
            start = time.perf_counter()
            tokens = torch.tensor([tokenizer.encode(line).ids])
            model.encode(tokens, torch.tensor([tokens.shape[1]])).float().numpy()
            taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def bench(*options):
    """The figures that textae-bench prints, by name."""
    words = [arguments.bin + "/textae-bench", "encoding", "--model", arguments.model, "--runs", "1"]
    words += ["--threads", str(arguments.threads), "--lines", str(arguments.lines), *options]
    text = subprocess.run([*words, arguments.sentences], stdout=subprocess.PIPE, check=True).stdout
    return {
        found[1]: float(found[2])
        for found in re.finditer(r"^(.+?) {2,}([0-9.]+)(?: microseconds)?$", text.decode(), re.M)
    }


def embed(folder):
    """The vectors of `textae embed`, and the time of the whole process in seconds."""
    path = folder + "/sentences.txt"
    with open(path, "w", encoding="utf-8") as target:
        target.write("\n".join(lines) + "\n")
    words = [arguments.bin + "/textae", "embed", "--model", arguments.model, "--raw", "--quiet"]
    words += ["--threads", str(arguments.threads), "--format", "raw", "--output", folder + "/v.f32"]
    start = time.perf_counter()
    subprocess.run([*words, "--overwrite", path], check=True)
    taken = time.perf_counter() - start
    return numpy.fromfile(folder + "/v.f32", numpy.float32).reshape(len(lines), -1), taken


precisions = ("bf16",) if arguments.bf16_only else ("bf16", "f32")
modes = [(batch, precision) for precision in precisions for batch in (256, 512)]
stream = {mode: [] for mode in modes}
single = {precision: [] for precision in precisions}
ours = {"bench": [], "embed": [], "single": []}
with tempfile.TemporaryDirectory() as folder:
    found, _ = embed(folder)
    for mode in modes:
        expected, _ = torch_stream(*mode)
        error = numpy.linalg.norm(found - expected, axis=1) / numpy.linalg.norm(expected, axis=1)
        assert numpy.median(error) < 0.05, f"the vectors differ: {numpy.median(error)}"
    for run in range(arguments.runs):
        figures = bench("--single", str(arguments.single))
        ours["bench"].append(figures["sentences/s"])
        ours["single"].append(figures["one sentence"] / 1e6)
        ours["embed"].append(len(lines) / embed(folder)[1])
        for mode in modes:
            stream[mode].append(len(lines) / torch_stream(*mode)[1])
        for precision in precisions:
            single[precision].append(torch_single(precision))

median = statistics.median
best = max(stream, key=lambda mode: median(stream[mode]))
rate = median(stream[best])
fastest = min(single, key=lambda precision: median(single[precision]))
latency = median(single[fastest])
for mode, rates in stream.items():
    print(f"torch, batch {mode[0]}, {mode[1]}: {median(rates):,.0f} sentences/s")
for precision, taken in single.items():
    print(f"torch, one sentence, {precision}: {1e6 * median(taken):,.0f} µs")
print(f"\n{'job':<34}{'textae':>12}{'torch':>12}{'ratio':>8}")
for name, key in (("stream, warm, sentences/s", "bench"), ("stream, whole process", "embed")):
    value = median(ours[key])
    print(f"{name:<34}{value:>12,.0f}{rate:>12,.0f}{value / rate:>8.2f}")
value = median(ours["single"])
print(f"{'one sentence, median µs':<34}{1e6 * value:>12,.0f}{1e6 * latency:>12,.0f}{latency / value:>8.2f}")
