"""Compares the speed of tokenizing with Hugging Face tokenizers: same tokenizer.json, lines in memory.

    python3 Tests/Peers/tokenizing_speed.py --bin .build/release --corpus general.txt \\
        [--tokenizer-model bpe] [--vocabulary-size 8000] [--lines 200000] [--runs 5]

Builds the tokenizer from the lines with `textae vocab build`, checks that both give the same ids, and
prints megabytes per second on one thread and on all. Runs alternate. Needs tokenizers, and both
binaries in the folder.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--bin", required=True)
parser.add_argument("--corpus", required=True)
parser.add_argument("--tokenizer-model", default="bpe")
parser.add_argument("--vocabulary-size", type=int, default=8000)
parser.add_argument("--lines", type=int, default=200000)
parser.add_argument("--runs", type=int, default=5)
parser.add_argument("--peer", nargs=2, metavar=("TOKENIZER", "FILE"), help=argparse.SUPPRESS)
arguments = parser.parse_args()


def peer(tokenizer_path, path):
    """Runs in a separate process, because the library sets its number of threads at the start."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(tokenizer_path)
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = [line.rstrip("\n") for line in file]
    tokenizer.encode_batch(lines[:20000])
    start = time.perf_counter()
    encodings = tokenizer.encode_batch(lines)
    print(os.path.getsize(path) / 1e6 / (time.perf_counter() - start))
    if os.environ.get("PRINT_IDS"):
        with open(os.environ["PRINT_IDS"], "w", encoding="utf-8") as file:
            file.writelines(" ".join(map(str, e.ids)) + "\n" for e in encodings)


def run_peer(tokenizer, path, parallel, ids=None):
    environment = {**os.environ, "TOKENIZERS_PARALLELISM": "true" if parallel else "false"}
    if ids:
        environment["PRINT_IDS"] = ids
    words = [sys.executable, __file__, "--bin", "", "--corpus", "", "--peer", tokenizer, path]
    return float(subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=True).stdout)


def run_textae(tokenizer, path, ids=None):
    """Megabytes per second on one thread and on all."""
    words = [arguments.bin + "/textae-bench", "tokenizing", "--tokenizer", tokenizer, "--runs", "1"]
    words += ["--lines", str(arguments.lines), path] + (["--ids", ids] if ids else [])
    text = subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout.decode()
    rates = [float(rate) for rate in re.findall(r"([0-9.]+) MB/s", text)]
    return rates[0], rates[-1]


if arguments.peer:
    peer(*arguments.peer)
    sys.exit()

with tempfile.TemporaryDirectory() as folder:
    path, tokenizer = folder + "/lines.txt", folder + "/tokenizer.json"
    with open(arguments.corpus, encoding="utf-8", newline="\n") as source:
        with open(path, "w", encoding="utf-8", newline="\n") as target:
            target.writelines(line for line, _ in zip(source, range(arguments.lines)))
    subprocess.run(
        [arguments.bin + "/textae", "vocab", "build", path, "--output", tokenizer, "--quiet"]
        + ["--tokenizer-model", arguments.tokenizer_model]
        + ["--vocabulary-size", str(arguments.vocabulary_size)],
        check=True,
    )
    run_textae(tokenizer, path, folder + "/ours.ids")
    run_peer(tokenizer, path, True, folder + "/theirs.ids")
    with open(folder + "/ours.ids", "rb") as ours, open(folder + "/theirs.ids", "rb") as theirs:
        assert ours.read() == theirs.read(), "the ids differ"
    rates = [[], [], [], []]
    for run in range(arguments.runs):
        one, every = run_textae(tokenizer, path)
        row = one, every, run_peer(tokenizer, path, False), run_peer(tokenizer, path, True)
        for values, value in zip(rates, row):
            values.append(value)
one, every, their_one, their_every = map(statistics.median, rates)
print(f"{arguments.tokenizer_model} {arguments.vocabulary_size}, same ids; MB/s")
print(f"{'threads':<12}{'textae':>10}{'tokenizers':>12}{'ratio':>8}")
print(f"{'one':<12}{one:>10.1f}{their_one:>12.1f}{one / their_one:>8.1f}")
print(f"{'all':<12}{every:>10.1f}{their_every:>12.1f}{every / their_every:>8.1f}")
