"""Compares the map of `textae map` with scikit-learn's TSNE by trustworthiness.

    python3 Tests/Peers/map_quality.py VECTORS.npy [--textae .build/release/textae] [--rows 3000]

Needs numpy and scikit-learn. Both place the same vectors with the same perplexity and number of
iterations. Trustworthiness (Venna and Kaski 2001) is the share of near points of the map that are
near vectors, ranked; 1 is perfect. Exits with 1 if that of textae is more than 0.005 lower.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vectors")
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--rows", type=int, default=3_000)
    parser.add_argument("--perplexity", type=float, default=30)
    parser.add_argument("--iterations", type=int, default=1_000)
    options = parser.parse_args()
    vectors = np.load(options.vectors)[: options.rows].astype(np.float32)
    # textae compares directions.
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.npy"
        np.save(path, vectors)
        begin = time.perf_counter()
        done = subprocess.run(
            [options.textae, "map", "--vectors", str(path), "--limit", "0", "--groups", "0", "--json",
             "--perplexity", str(options.perplexity), "--iterations", str(options.iterations),
             "--output", str(Path(folder) / "map.svg"), "--quiet"],
            capture_output=True, text=True, check=True)
        ours_seconds = time.perf_counter() - begin
    points = [json.loads(line) for line in done.stdout.splitlines()]
    ours = np.array([[point["x"], point["y"]] for point in points])
    reduced = PCA(50).fit_transform(vectors)
    begin = time.perf_counter()
    theirs = TSNE(perplexity=options.perplexity, max_iter=options.iterations, init="pca",
                  random_state=1).fit_transform(reduced)
    theirs_seconds = time.perf_counter() - begin
    plane = reduced[:, :2]
    scores = {}
    print(f"{len(vectors):,} × {vectors.shape[1]}, perplexity {options.perplexity:g}")
    for name, places, seconds in [
        ("textae", ours, ours_seconds), ("scikit-learn", theirs, theirs_seconds), ("PCA", plane, 0),
    ]:
        scores[name] = trustworthiness(vectors, places, n_neighbors=10)
        print(f"{name:14} trustworthiness {scores[name]:.4f}  {seconds:6.1f} s")
    return 1 if scores["textae"] < scores["scikit-learn"] - 0.005 else 0


if __name__ == "__main__":
    sys.exit(main())
