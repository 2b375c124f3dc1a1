"""Compares what Spark makes of a corpus with what one machine makes of it, and kills workers on the way.

    python3 Tests/Recipes/spark/spark_check.py --textae .build/release/textae --input corpus.txt.gz \\
        [--lines 20000] [--model my.textae] [--partitions 8]

The matrix of spark_embed.py must be that of `textae embed`, byte for byte, also if the process of a worker is
killed while it embeds. An index of spark_index.py must give the answers of one that was built at once, by
vectors, and once it is compacted by words and by both. spark_duplicates.py must find 95 % of the pairs of `textae mine`, and no other.
spark_train.py must make the same model if a worker is killed while it trains.
Needs Linux, pyspark and numpy. Exits with 1 if anything differs.
"""

import argparse
import filecmp
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from itertools import islice

import textae_spark as ts

HERE = os.path.dirname(os.path.abspath(__file__))
MASTER = "local-cluster[2,1,2048]"


def start(script, *words):
    return subprocess.Popen(
        [sys.executable, f"{HERE}/{script}", *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True)


def end(process):
    """The JSON object on the last line of a script."""
    output, errors = process.communicate()
    if process.returncode != 0:
        sys.exit(f"{' '.join(process.args)}: {process.returncode}\n{errors}")
    return json.loads(output.splitlines()[-1])


def executors(root):
    """The processes of workers among the descendants of a process."""
    parents, words = {}, {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
            with open(f"/proc/{name}/cmdline", "rb") as file:
                words[int(name)] = file.read()
        except OSError:
            continue  # It has ended.

    def descends(process):
        while process in parents and process != root:
            process = parents[process]
        return process == root

    return [one for one in parents if b"ExecutorBackend" in words.get(one, b"") and descends(one)]


def kill_one(process, parts, ending):
    """Kills a worker once a file with an ending is in a folder; returns whether there was one."""
    while process.poll() is None:
        begun = os.path.exists(parts) and any(name.endswith(ending) for name in os.listdir(parts))
        found = executors(process.pid) if begun else []
        if found:
            os.kill(found[0], signal.SIGKILL)
            return True
        time.sleep(0.05)
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--textae", required=True)
    parser.add_argument("--input", required=True)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--model")
    parser.add_argument("--partitions", type=int, default=8)
    options = parser.parse_args()
    textae = os.path.abspath(options.textae)
    model = ["--model", options.model] if options.model else []
    failures = []

    def check(name, is_right, facts=""):
        print(f"{'ok' if is_right else 'WRONG':6}{name} {facts}", flush=True)
        if not is_right:
            failures.append(name)

    with tempfile.TemporaryDirectory() as folder:
        corpus = f"{folder}/corpus.txt"
        source = gzip.open(options.input, "rb") if options.input.endswith(".gz") else open(options.input, "rb")
        with source, open(corpus, "wb") as file:
            # Lines that are cut, counted or encoded wrongly if anything splits them in another way.
            file.write("\ufeffA line behind a mark.\n\nA return\rin a line.\r\nUnicode\u2028and\u0085it\n".encode())
            file.writelines(islice(source, options.lines))
        common = ["--textae", textae, "--master", MASTER, "--input", corpus, "--partitions", options.partitions, *model]

        began = time.perf_counter()
        ts.run(textae, "embed", corpus, "--output", f"{folder}/one.npy", "--quiet", *model)
        seconds = time.perf_counter() - began
        result = end(start("spark_embed.py", *common, "--output", f"{folder}/spark.npy"))
        same = filecmp.cmp(f"{folder}/one.npy", f"{folder}/spark.npy", shallow=False)
        check("matrix", same, f"{result}, one machine {seconds:.2f} s")

        process = start("spark_embed.py", *common, "--output", f"{folder}/killed.npy")
        killed = kill_one(process, f"{folder}/killed.npy.parts", ".tmp")
        result = end(process)
        same = filecmp.cmp(f"{folder}/one.npy", f"{folder}/killed.npy", shallow=False)
        check("matrix with a killed worker", killed and same, result)
        left = [name for name in os.listdir(folder) if name.endswith((".parts", ".tmp"))]
        check("nothing left behind", not left, left)

        ts.run(textae, "index", "build", corpus, "--output", f"{folder}/one.index", "--kind", "flat", "--codec",
               "f32", "--quiet", *model)
        result = end(start("spark_index.py", *common, "--output", f"{folder}/spark.index"))
        with open(corpus, encoding="utf-8") as file:
            queries = "".join(line for line in islice(file, 4, 104))
        with open(f"{folder}/queries.txt", "w", encoding="utf-8") as file:
            file.write(queries)
        for rank in ["vectors", "words", "hybrid"]:
            if rank == "words":  # What a word counts is that of a part until then.
                ts.run(textae, "index", "compact", f"{folder}/spark.index", "--quiet")
            with open(f"{folder}/queries.txt") as one, open(f"{folder}/queries.txt") as two:
                answers = [
                    subprocess.run([textae, "search", "--index", f"{folder}/{name}.index", "--rank", rank, "--json",
                                    "--quiet", "-"], stdin=file, capture_output=True, check=False).stdout
                    for name, file in [("one", one), ("spark", two)]]
            check(f"answers by {rank}", answers[0] == answers[1] and len(answers[0]) > 0, result)

        result = end(start("spark_duplicates.py", "--master", MASTER, "--vectors", f"{folder}/spark.npy", "--output",
                           f"{folder}/pairs.tsv", "--threshold", 0.9))
        mined = ts.run(textae, "mine", corpus, "--vectors", f"{folder}/one.npy", "--threshold", "0.9", "--limit",
                       10_000_000, "--json", "--quiet")
        exact = {tuple(json.loads(line)[side] for side in ("first", "second")): json.loads(line)["score"]
                 for line in mined.splitlines()}
        with open(f"{folder}/pairs.tsv", encoding="utf-8") as file:
            found = {tuple(map(int, line.split("\t")[1:])): float(line.split("\t")[0]) for line in file}
        # Rounding decides about pairs at the very threshold.
        wrong = [pair for pair, cosine in found.items() if pair not in exact and cosine > 0.9001]
        recall = len(exact.keys() & found.keys()) / max(1, len(exact))
        check("near-duplicates", recall >= 0.95 and not wrong, f"recall {recall:.3f} of {len(exact)}, {result}")

        ts.run(textae, "vocab", "build", corpus, "--tokenizer-model", "word", "--vocabulary-size", "2000", "--output",
               f"{folder}/words.json")
        training = [
            "--textae", textae, "--master", MASTER, "--input", corpus, "--passes", 1, "--updates",
            max(1, options.lines // 2 // 32 // 3), "--tokenizer", f"{folder}/words.json"]
        sizes = ["--", "--embedding-size", "64", "--hidden-size", "64"]
        result = end(start("spark_train.py", *training, "--output", f"{folder}/one.textae", *sizes))
        process = start("spark_train.py", *training, "--output", f"{folder}/killed.textae", *sizes)
        killed = kill_one(process, f"{folder}/killed.textae.rounds", "round0")
        end(process)
        same = filecmp.cmp(
            f"{folder}/one.textae/model.safetensors", f"{folder}/killed.textae/model.safetensors", shallow=False)
        check("training with a killed worker", killed and same, result)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
