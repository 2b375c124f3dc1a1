"""Compares `textae index build` and `textae search` with faiss's exact index, on random vectors.

    python3 Tests/Peers/search_parity.py [--textae .build/release/textae] [--rows 20000] [--speed]

Needs numpy and faiss. Every list of ids must equal that of faiss. Where faiss swaps two neighbors
because of single precision, the order must be that of the scores in double precision. Exits with 1 if
any list is wrong. With --speed, both are also timed in turn: the whole process of textae, and faiss
with an index in memory.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import faiss
import numpy as np

COUNT = 10


def clustered(generator, centers, rows, noise=0.7):
    """Points around Gaussian centers, the shape of real sentence vectors."""
    chosen = centers[generator.integers(0, len(centers), rows)]
    points = chosen + noise * generator.standard_normal(chosen.shape)
    return points.astype(np.float32)


def exact_order(vectors, queries, metric):
    """The ids of the nearest rows in double precision; ties by lower id."""
    x, q = vectors.astype(np.float64), queries.astype(np.float64)
    if metric == "l2":
        scores = 2 * q @ x.T - (x * x).sum(axis=1)
    else:
        scores = q @ x.T
    ids = np.argsort(-scores, axis=1, kind="stable")[:, :COUNT]
    return ids, np.take_along_axis(scores, ids, axis=1)


def normalised(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def run(textae, *arguments):
    done = subprocess.run([textae, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"textae {' '.join(arguments)}: {done.returncode}\n{done.stderr}")
    return done.stdout


def compare(textae, folder, metric, vectors, queries):
    """The number of lists that equal those of faiss, that are right in double precision, and wrong."""
    np.save(folder / "vectors.npy", vectors)
    np.save(folder / "queries.npy", queries)
    index = str(folder / f"{metric}.index")
    run(textae, "index", "build", "--vectors", str(folder / "vectors.npy"), "--metric", metric,
        "--output", index, "--quiet")
    lines = run(textae, "search", "--index", index, "--vectors", str(folder / "queries.npy"),
                "--count", str(COUNT), "--json", "--quiet").splitlines()
    found = [[item["id"] for item in json.loads(line)["neighbors"]] for line in lines]
    assert len(found) == len(queries), f"{len(found)} answers to {len(queries)} queries"

    if metric == "cosine":
        vectors, queries = normalised(vectors), normalised(queries)
    flat = (faiss.IndexFlatL2 if metric == "l2" else faiss.IndexFlatIP)(vectors.shape[1])
    flat.add(vectors)
    _, theirs = flat.search(queries, COUNT)
    exact, scores = exact_order(vectors, queries, metric)
    equal = rounded = wrong = 0
    for row, ids in enumerate(found):
        if ids == theirs[row].tolist():
            equal += 1
        elif ids == exact[row].tolist() or np.allclose(
            scores[row], [scores_of(vectors, queries[row], i, metric) for i in ids], rtol=1e-6
        ):
            rounded += 1
        else:
            wrong += 1
    print(f"{metric}: {equal} lists as faiss, {rounded} where faiss rounds, {wrong} wrong")
    return wrong


def scores_of(vectors, query, row, metric):
    x, q = vectors[row].astype(np.float64), query.astype(np.float64)
    return 2 * q @ x - x @ x if metric == "l2" else q @ x


def compare_speed(textae, folder, vectors, queries):
    index = str(folder / "cosine.index")
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(normalised(vectors))
    np.save(folder / "queries.npy", queries)
    ours, theirs = [], []
    for _ in range(5):
        start = time.perf_counter()
        run(textae, "search", "--index", index, "--vectors", str(folder / "queries.npy"),
            "--count", str(COUNT), "--json", "--quiet")
        ours.append(len(queries) / (time.perf_counter() - start))
        start = time.perf_counter()
        flat.search(normalised(queries), COUNT)
        theirs.append(len(queries) / (time.perf_counter() - start))
    ours, theirs = statistics.median(ours), statistics.median(theirs)
    print(f"{len(queries)} queries, {len(vectors)} vectors: textae {ours:.0f} queries/s, "
          f"faiss {theirs:.0f} queries/s, ratio {ours / theirs:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    generator = np.random.default_rng(7)
    centers = generator.standard_normal((2000, options.dimension))
    vectors = clustered(generator, centers, options.rows)
    queries = clustered(generator, centers, options.queries)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wrong = sum(
            compare(options.textae, folder, metric, vectors, queries)
            for metric in ["cosine", "dot", "l2"]
        )
        if options.speed:
            compare_speed(options.textae, folder, vectors, queries)
    if wrong:
        raise SystemExit(f"{wrong} lists are wrong")


if __name__ == "__main__":
    main()
