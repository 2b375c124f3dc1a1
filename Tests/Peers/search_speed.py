"""Compares `textae-bench search` with faiss, hnswlib and usearch: same vectors and queries, in turn.

    python3 Tests/Peers/search_speed.py VECTORS.npy QUERIES.npy [--bench .build/release/textae-bench]
        [--what flat batch int8 bits hnsw build memory] [--threads 2] [--runs 5]

Needs numpy, faiss-cpu, hnswlib and usearch in an environment of their own. Rows are normalized and
compared by the cosine. Every program is measured `--runs` times, alternating with the others, and
medians are printed with the ratios; recall is that of the ten nearest neighbors, against faiss's exact
index. Queries are asked one at a time after a warm-up, with `batch` all at once.

flat   every vector in single precision, one query at a time: IndexFlatIP
batch  the same with all queries at once
int8   bytes, ours scored again in single precision: faiss's SQ8
bits   one bit a component, scored again: faiss's IndexFlatIP, and RaBitQ with rescoring
hnsw   graphs with several efforts on one thread: hnswlib and usearch (both M 16, 200 to build)
build  the seconds that building those graphs takes on all threads
memory the most memory that building a graph takes, besides mapped files: `textae index build`, which is
       looked for beside textae-bench, and hnswlib, which holds the vectors too
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

COUNT = 10


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors")
    parser.add_argument("queries")
    parser.add_argument("--bench", default=".build/release/textae-bench")
    parser.add_argument("--what", nargs="+", default=["flat", "batch", "int8", "bits", "hnsw", "build", "memory"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--effort", type=int, nargs="+", default=[16, 24, 32, 48, 64, 96, 128, 192, 256])
    parser.add_argument("--single", type=int, default=200, help="queries asked one at a time")
    return parser.parse_args()


def normalized(path):
    rows = np.load(path).astype(np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-30)


def recall(found, truth):
    """The share of the true neighbors found, over the queries that were asked."""
    hits = sum(len(set(a[:COUNT].tolist()) & set(b.tolist())) for a, b in zip(found, truth))
    return hits / truth[:len(found)].size


class Ours:
    """One run of textae-bench, which builds the index and measures every effort."""

    def __init__(self, options, *extra):
        self.words = [options.bench, "search", options.vectors, options.queries, "--json", *extra]

    def run(self, *extra):
        done = subprocess.run([*self.words, *extra], capture_output=True, text=True, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]


def one_by_one(search, queries):
    """Queries per second, and the ids found."""
    for row in queries[:20]:
        search(row[None])
    start = time.perf_counter()
    found = [search(row[None])[0] for row in queries]
    return len(queries) / (time.perf_counter() - start), np.array(found)


def compare(name, ours, theirs, runs):
    """Alternates: `ours` and each of `theirs` give queries per second and the recall."""
    rates = {}
    for _ in range(runs):
        for label, measure in [("textae", ours), *theirs]:
            rates.setdefault(label, []).append(measure())
    mine = statistics.median(rate for rate, _ in rates["textae"])
    for label, values in rates.items():
        rate = statistics.median(rate for rate, _ in values)
        print(f"{name:6} {label:14} {rate:10.0f} queries/s  recall {values[-1][1]:.4f}"
              f"  textae is {mine / rate:.2f} times as fast", flush=True)


def flat(options, x, q, truth):
    import faiss
    faiss.omp_set_num_threads(options.threads)
    index = faiss.IndexFlatIP(x.shape[1])
    index.add(x)
    threads = ["--threads", str(options.threads), "--runs", "1"]

    def ours(kind, *extra):
        line = Ours(options, "--kind", kind, *threads).run(*extra)[0]
        return line["queriesPerSecond"], line["recall10"]

    def theirs(other):
        rate, found = one_by_one(lambda row: other.search(row, COUNT)[1], q[:options.single])
        return rate, recall(found, truth)

    if "flat" in options.what:
        compare("flat", lambda: ours("f32"), [("faiss flat", lambda: theirs(index))], options.runs)
    if "batch" in options.what:
        def batch():
            start = time.perf_counter()
            found = index.search(q, COUNT)[1]
            return len(q) / (time.perf_counter() - start), recall(found, truth)
        compare("batch", lambda: ours("f32", "--batch"), [("faiss flat", batch)], options.runs)
    if "int8" in options.what:
        quantized = faiss.IndexScalarQuantizer(
            x.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        quantized.train(x)
        quantized.add(x)
        compare("int8", lambda: ours("int8"), [("faiss SQ8", lambda: theirs(quantized))], options.runs)
    if "bits" in options.what:
        others = [("faiss flat", lambda: theirs(index))]
        if hasattr(faiss, "IndexRaBitQ"):
            bits = faiss.IndexRaBitQ(x.shape[1], faiss.METRIC_INNER_PRODUCT)
            bits.train(x)
            bits.add(x)
            refined = faiss.IndexRefineFlat(bits, faiss.swig_ptr(x))
            refined.k_factor = 20
            others.append(("faiss RaBitQ", lambda: theirs(refined)))
        for effort in [100, 200]:
            compare(f"bits {effort}", lambda: ours("bits", "--effort", str(effort)), others, options.runs)


def graphs(options, x, q, truth):
    import hnswlib
    import usearch.index

    def build_hnswlib(threads):
        index = hnswlib.Index(space="ip", dim=x.shape[1])
        index.init_index(max_elements=len(x), M=16, ef_construction=200, random_seed=1)
        index.set_num_threads(threads)
        start = time.perf_counter()
        index.add_items(x, num_threads=threads)
        return index, time.perf_counter() - start

    def build_usearch(threads):
        index = usearch.index.Index(
            ndim=x.shape[1], metric="ip", dtype="f32", connectivity=16, expansion_add=200)
        start = time.perf_counter()
        index.add(np.arange(len(x)), x, threads=threads)
        return index, time.perf_counter() - start

    efforts = [word for effort in options.effort for word in ("--effort", str(effort))]
    first, seconds = build_hnswlib(options.threads)
    print(f"build  hnswlib        {seconds:8.1f} s", flush=True)
    second, seconds = build_usearch(options.threads)
    print(f"build  usearch        {seconds:8.1f} s", flush=True)
    lines = Ours(options, "--kind", "hnsw", "--threads", str(options.threads), *efforts).run()
    print(f"build  textae         {lines[0]['buildSeconds']:8.1f} s", flush=True)
    if "hnsw" not in options.what:
        return
    first.set_num_threads(1)
    one = Ours(options, "--kind", "hnsw", "--threads", "1", "--runs", "1", *efforts)

    def ours():
        return [(line["queriesPerSecond"], line["recall10"]) for line in one.run()]

    def theirs(choose, search):
        answers = []
        for effort in options.effort:
            choose(effort)
            rate, found = one_by_one(search, q)
            answers.append((rate, recall(found, truth)))
        return answers

    programs = {
        "textae": ours,
        "hnswlib": lambda: theirs(first.set_ef, lambda row: first.knn_query(row, COUNT)[0]),
        "usearch": lambda: theirs(
            lambda effort: setattr(second, "expansion_search", effort),
            lambda row: second.search(row[0], COUNT, threads=1).keys[None]),
    }
    runs = {name: [] for name in programs}
    for _ in range(options.runs):
        for name, measure in programs.items():
            runs[name].append(measure())
    curves = {}
    for name, answers in runs.items():
        curves[name] = [
            (statistics.median(run[place][0] for run in answers), answers[-1][place][1])
            for place in range(len(options.effort))]
        for effort, (rate, found) in zip(options.effort, curves[name]):
            print(f"hnsw   {name:14} effort {effort:4} {rate:10.0f} queries/s  recall {found:.4f}", flush=True)
    for wanted in [0.95, 0.99, 0.999]:
        rates = {name: rate_at(wanted, curve) for name, curve in curves.items()}
        faster = max(rates["hnswlib"] or 0, rates["usearch"] or 0)
        told = "  ".join(f"{name} {rate:.0f}" if rate else f"{name} –" for name, rate in rates.items())
        if rates["textae"] and faster:
            told += f"  textae is {rates['textae'] / faster:.2f} times as fast as the faster one"
        print(f"hnsw   at recall {wanted}: {told}", flush=True)


def rate_at(wanted, curve):
    """Queries per second at a recall, between the two efforts around it; None outside."""
    for (fast, low), (slow, high) in zip(curve, curve[1:]):
        if low <= wanted <= high:
            share = (wanted - low) / (high - low) if high > low else 0
            return fast + share * (slow - fast)
    return curve[0][0] if curve[0][1] >= wanted else None


HNSWLIB = """
import sys, hnswlib, numpy
x = numpy.load(sys.argv[1], mmap_mode="r")
index = hnswlib.Index(space="ip", dim=x.shape[1])
index.init_index(max_elements=len(x), M=16, ef_construction=200, random_seed=1)
for start in range(0, len(x), 10000):
    index.add_items(x[start:start + 10000], num_threads=int(sys.argv[2]))
"""


def memory(options):
    """The most anonymous memory of two processes that build a graph."""
    textae = str(pathlib.Path(options.bench).parent / "textae")
    with tempfile.TemporaryDirectory() as folder:
        builders = {
            "hnswlib": [sys.executable, "-c", HNSWLIB, options.vectors, str(options.threads)],
            "textae": [
                textae, "index", "build", "--vectors", options.vectors, "--kind", "hnsw", "--codec", "f32",
                "--threads", str(options.threads), "--output", f"{folder}/x.index", "--quiet"],
        }
        for name, words in builders.items():
            process, most = subprocess.Popen(words), 0
            while process.poll() is None:
                try:
                    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                except FileNotFoundError:
                    break
                sizes = [line.split()[1] for line in status.splitlines() if line.startswith("RssAnon")]
                most = max([most] + [int(size) for size in sizes])
                time.sleep(0.05)
            if process.wait() != 0:
                sys.exit(f"{name} failed")
            print(f"memory {name:14} {most / 1024:8.0f} MB", flush=True)


def main():
    options = arguments()
    import faiss
    x, q = normalized(options.vectors), normalized(options.queries)
    exact = faiss.IndexFlatIP(x.shape[1])
    exact.add(x)
    truth = exact.search(q, COUNT)[1]
    del exact
    if {"flat", "batch", "int8", "bits"} & set(options.what):
        flat(options, x, q, truth)
    if {"hnsw", "build"} & set(options.what):
        graphs(options, x, q, truth)
    if "memory" in options.what:
        memory(options)


if __name__ == "__main__":
    main()
