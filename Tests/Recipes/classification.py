"""Accuracy and macro F1 of `textae classify` over several seeds: means and standard deviations.

    python3 Tests/Recipes/classification.py TRAINING TEST --textae .build/release/textae \\
        [--ways frozen neural fine-tune joint] [--model MODEL] [--seeds 5] [-- --text-column 1 --label-column 2]

The ways are those of `classify train --mode`; `neural` is a frozen encoder under a small network. What
follows `--` says how both files are read. Needs Python 3 only. Tests/Peers/classification.py is the
baseline, TF-IDF with the logistic regression of scikit-learn.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

WAYS = {
    "frozen": ["--mode", "frozen"],
    "neural": ["--mode", "frozen", "--head", "neural"],
    "fine-tune": ["--mode", "fine-tune"],
    "joint": ["--mode", "joint"],
}


def run(words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def figures(arguments, way, seed, folder):
    classifier = pathlib.Path(folder) / "classifier"
    run([arguments.textae, "classify", "train", arguments.training, "--output", classifier, "--overwrite",
         "--model", arguments.model, "--seed", seed, "--quiet"] + WAYS[way] + arguments.columns)
    answer = json.loads(run([arguments.textae, "classify", "evaluate", classifier, arguments.test, "--json"]
                            + arguments.columns))
    return 100 * answer["accuracy"], 100 * answer["macroF1"]


def spread(values):
    deviation = statistics.stdev(values) if len(values) > 1 else 0.0
    return f"{statistics.mean(values):.1f} ± {deviation:.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("training")
    parser.add_argument("test")
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--model", default="english")
    parser.add_argument("--seeds", type=int, default=5)
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    arguments = parser.parse_args(words[:cut])
    arguments.columns = words[cut + 1:]
    with tempfile.TemporaryDirectory() as folder:
        for way in arguments.ways:
            pairs = [figures(arguments, way, seed, folder) for seed in range(1, arguments.seeds + 1)]
            accuracies, scores = zip(*pairs)
            print(f"| {way} | {spread(accuracies)} | {spread(scores)} |", flush=True)


if __name__ == "__main__":
    main()
