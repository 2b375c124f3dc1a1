"""Compares `textae mine` with sentence-transformers' paraphrase_mining on the same vectors.

    python3 Tests/Peers/pair_mining_speed.py [--textae .build/release/textae] [--vectors X.npy] \
        [--rows 50000] [--dimension 384] [--limit 100000]

Needs numpy, torch and sentence-transformers. Both look for the best pairs without a threshold. The
Python program is timed without loading its modules and vectors, textae as a whole process, which
reads the file and writes the pairs. Pairs must be those of the other up to rounding; pairs that
paraphrase_mining leaves out because of its 100 neighbors of a sentence are counted. Exits with 1 if
textae misses a pair.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np


def clustered(rows, dimension, seed=1, noise=0.7):
    """Points around Gaussian centers, the shape of real sentence vectors."""
    generator = np.random.default_rng(seed)
    centers = generator.standard_normal((max(1, rows // 50), dimension)).astype(np.float32)
    points = centers[generator.integers(0, len(centers), rows)]
    return points + noise * generator.standard_normal(points.shape).astype(np.float32)


def peer(vectors, limit, threads):
    import torch
    from sentence_transformers import util

    torch.set_num_threads(threads)
    embeddings = torch.nn.functional.normalize(torch.from_numpy(vectors), dim=1)
    begin = time.perf_counter()
    pairs = util.paraphrase_mining_embeddings(embeddings, max_pairs=limit)
    seconds = time.perf_counter() - begin
    return seconds, {(min(i, j), max(i, j)): score for score, i, j in pairs[:limit]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--vectors")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--dimension", type=int, default=384)
    parser.add_argument("--limit", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--only-textae", action="store_true")
    options = parser.parse_args()
    vectors = np.load(options.vectors) if options.vectors else clustered(options.rows, options.dimension)
    vectors = np.ascontiguousarray(vectors[: options.rows], dtype=np.float32)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "vectors.npy")
        np.save(path, vectors)
        command = [options.textae, "mine", "--vectors", path, "--threshold", "-1", "--limit",
                   str(options.limit), "--json", "--quiet", "--threads", str(options.threads)]
        begin = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - begin
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    ours = {(p["first"], p["second"]): p["score"] for p in map(json.loads, done.stdout.splitlines())}
    print(f"{len(vectors):,} × {vectors.shape[1]}, {options.limit:,} pairs, {options.threads} threads")
    print(f"textae mine          {seconds:8.1f} s  {memory:6.2f} GB")
    if options.only_textae:
        return 0
    theirs_seconds, theirs = peer(vectors, options.limit, options.threads)
    print(f"paraphrase_mining    {theirs_seconds:8.1f} s  {theirs_seconds / seconds:6.2f} times as long")
    least = min(ours.values())
    missed = [pair for pair, score in theirs.items() if pair not in ours and score > least + 1e-6]
    extra = sum(pair not in theirs for pair in ours)
    print(f"missed by textae: {len(missed)}; only in textae: {extra}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
