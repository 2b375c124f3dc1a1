"""Finds near-duplicates in a whole corpus with Spark: pairs of rows of a matrix whose cosine is high.

    python3 Tests/Recipes/spark/spark_duplicates.py --master 'local-cluster[2,1,2048]' --vectors corpus.npy \\
        --output pairs.tsv [--threshold 0.9] [--bits 16] [--bands 32]

Not all pairs are compared, as `textae mine` does, but those whose one-bit codes agree in a band. A bit is the
sign of the product with a random direction; two vectors at the angle a share it with the probability 1 - a / pi
(Charikar 2002). So a pair is found with the probability 1 - (1 - (1 - a / pi) ^ bits) ^ bands, which the
script prints for the threshold. Pairs that are found have their exact cosine: no wrong pair is written.
Of equal rows, the first stands for all: each other one is paired with it and with no further row.
Each line of the output has the cosine and the numbers of both rows, counted from 0, the nearest first.
The matrix, of spark_embed.py or `textae embed`, lies on a disk that all machines see and is mapped there; only
codes and row numbers travel. Needs pyspark and numpy.
"""

import argparse
import json
import math
import os
import time

import numpy as np
import textae_spark as ts

BLOCK = 2_048


def directions(dimension, count, seed):
    """Random directions, orthogonal to each other within groups of `dimension`."""
    random = np.random.default_rng(seed)
    groups = -(-count // dimension)
    return np.concatenate(
        [np.linalg.qr(random.standard_normal((dimension, dimension)))[0] for _ in range(groups)]
    )[:count].astype(np.float32)


def keys(rows, planes, bits):
    """The code of every row in every band: [rows x bands]."""
    signs = (rows @ planes.T > 0).reshape(len(rows), -1, bits)
    return signs @ (1 << np.arange(bits, dtype=np.int64))


def scatter(path, rows, options):
    """The codes and numbers of some rows, by the band and the shard of codes that they belong to."""
    matrix = np.load(path, mmap_mode="r")
    planes = directions(matrix.shape[1], options.bits * options.bands, options.seed)
    numbers = np.arange(*rows)
    codes = np.concatenate(
        [keys(np.asarray(matrix[n:min(n + BLOCK, rows[1])], np.float32), planes, options.bits)
         for n in range(*rows, BLOCK)])
    for band in range(options.bands):
        shards = codes[:, band] % options.shards
        for shard in np.unique(shards):
            chosen = shards == shard
            yield (band, int(shard)), (codes[chosen, band], numbers[chosen])


def pairs(path, parts, threshold):
    """The pairs of rows with equal codes whose cosine is at least the threshold, as (i, j, cosine)."""
    matrix = np.load(path, mmap_mode="r")
    codes, numbers = (np.concatenate(part) for part in zip(*parts))
    order = np.lexsort((numbers, codes))
    codes, numbers = codes[order], numbers[order]
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1], True])
    for start, end in zip(starts, starts[1:]):
        if end - start < 2:
            continue
        bucket = numbers[start:end]
        rows = np.asarray(matrix[bucket], np.float32)
        # Numbers ascend, so the first of equal rows is the same in every bucket.
        firsts = {}
        for place, row in enumerate(rows):
            one = firsts.setdefault(row.tobytes(), place)
            if place != one and row.any():
                yield (int(bucket[one]), int(bucket[place])), 1.0
        kept = list(firsts.values())
        bucket, rows = bucket[kept], rows[kept]
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-30)
        for first in range(0, len(rows), BLOCK):
            cosines = rows[first:first + BLOCK] @ rows[first:].T
            for i, j in np.argwhere(np.triu(cosines >= threshold, 1)):
                yield (int(bucket[first + i]), int(bucket[first + j])), float(cosines[i, j])


def cosine_of(text):
    """A number from -1 to 1, for argparse."""
    if not -1 <= (number := float(text)) <= 1:
        raise argparse.ArgumentTypeError("a cosine is from -1 to 1")
    return number


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--vectors", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--threshold", type=cosine_of, default=0.9)
    parser.add_argument("--bits", type=int, default=16)
    parser.add_argument("--bands", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--partitions", type=int, default=16)
    options = parser.parse_args()
    options.shards = 4
    path = os.path.abspath(options.vectors)
    count = np.load(path, mmap_mode="r").shape[0]
    bounds = [count * n // options.partitions for n in range(options.partitions + 1)]
    spark = ts.session(options.master, "textae duplicates")
    try:
        began = time.perf_counter()
        found = (
            spark.sparkContext.parallelize(list(zip(bounds, bounds[1:])), options.partitions)
            .flatMap(lambda rows: scatter(path, rows, options) if rows[0] < rows[1] else [])
            .groupByKey(options.partitions)
            .flatMap(lambda group: pairs(path, list(group[1]), options.threshold))
            .reduceByKey(max, options.partitions)
            .collect()
        )
        seconds = time.perf_counter() - began
    finally:
        spark.stop()
    with open(options.output, "w", encoding="utf-8") as file:
        for (i, j), cosine in sorted(found, key=lambda pair: (-pair[1], pair[0])):
            file.write(f"{cosine:.6f}\t{i}\t{j}\n")
    share = 1 - math.acos(options.threshold) / math.pi
    print(json.dumps({
        "rows": count, "pairs": len(found), "seconds": round(seconds, 2),
        "expected recall at the threshold": round(1 - (1 - share**options.bits) ** options.bands, 3)}))


if __name__ == "__main__":
    main()
