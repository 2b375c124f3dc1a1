"""Ablations of `--preset embed`: trains and evaluates models with one ingredient left out or changed.

    python3 Tests/Recipes/ablation.py --textae .build/release/textae --corpus general.txt.gz \\
        --evaluation eval --output runs [--budget 10m] [--seeds 3] [--only final,bag]

Trains a model for every row, measures all models and the baselines with `textae evaluate` and
`textae reconstruct`, and prints one Markdown table. Results stay in the output folder, so a run that
was stopped continues where it left off. The evaluation folder contains the folders sts (with 2012
inside), classification and reconstruction. Needs only Python.
"""

import argparse
import json
import os
import statistics
import subprocess
import time

parser = argparse.ArgumentParser()
parser.add_argument("--textae", required=True)
parser.add_argument("--corpus", required=True)
parser.add_argument("--evaluation", required=True)
parser.add_argument("--output", required=True)
parser.add_argument("--budget", default="10m")
parser.add_argument("--seeds", type=int, default=3, help="number of seeds of the full recipe; other rows have one")
parser.add_argument("--only", default="", help="names of the rows to make, separated by commas")
arguments = parser.parse_args()

PARTS = ["MSRpar", "MSRvid", "SMTeuroparl", "surprise.OnWN", "surprise.SMTnews"]
SIMILARITY = {"STS-B": "sts/stsb-dev.csv", "SICK": "sts/SICK_trial.txt"}
SIMILARITY.update({part: f"sts/2012/{part}.test.tsv" for part in PARTS})
CLASSES = {
    "SST-2": ("classification/sst2/train.tsv", "classification/sst2/dev.tsv"),
    "TREC": ("classification/TREC.train.all", "classification/TREC.test.all"),
}
RECONSTRUCTION = ["reconstruction/captions.txt", "reconstruction/yelp.txt"]
LONGEST = 12

# The objectives of `--preset embed` with their weights; the rows add options that change one thing.
DECODER, LEXICAL = "reconstruct:1:0.5", "lexical:300:0.3"


def objectives(*spellings):
    return [word for spelling in spellings for word in ("--objective", spelling)]


ROWS = [
    ("final", "`--preset embed`", []),
    ("no-lexical", "without `lexical`", [*objectives(DECODER), "--sum-epochs", "0", "--initialization", "lexical"]),
    ("stems", "`lexical` of stems alone", objectives(DECODER, "lexical:300:0")),
    ("grams", "`lexical` of n-grams alone", objectives(DECODER, "lexical:300:1")),
    ("bag", "with `bag`", objectives(DECODER, LEXICAL, "bag")),
    ("no-decoder", "without `reconstruct`", objectives(LEXICAL)),
    ("sum", "the sum of token vectors, no LSTM", ["--encoder", "sum", "--initialization", "lexical", "--sum-epochs", "0",
      *objectives(LEXICAL), "--learning-rate", "0.0007", "--encoder-rate", "1", "--epochs", "2"]),
    ("no-sum-stage", "without the stage of sums", ["--sum-epochs", "0", "--initialization", "lexical"]),
    ("random", "from random weights", ["--sum-epochs", "0", "--initialization", "random", "--encoder-rate", "1"]),
    ("same-rate", "one rate for encoder and decoder", ["--encoder-rate", "1"]),
    ("no-stems", "every word its own stem", ["--stem-prefix", "100"]),
    ("drop", "a second view with words dropped, none mixed in", ["--second-corruption", "drop:0.6"]),
    ("words", "words as tokens, rare ones unknown", ["--tokenizer-model", "word"]),
    ("reconstruct", "`reconstruct` alone, of clean sentences, from random weights", [
      *objectives("reconstruct"), "--corruption", "drop:0", "--sum-epochs", "0", "--initialization", "random",
      "--encoder-rate", "1"]),
]


def path(name):
    return os.path.join(arguments.output, name)


def textae(*words, stdin=None):
    return subprocess.run(
        [arguments.textae, *words], check=True, stdin=stdin, stdout=subprocess.PIPE
    ).stdout.decode()


def evaluate(model, files, *options):
    files = [os.path.join(arguments.evaluation, file) for file in files]
    lines = textae("evaluate", "--model", model, "--resamples", "0", "--json", *options, *files)
    return [json.loads(line) for line in lines.splitlines()]


def exact_share(model):
    """The percentage of exact matches among short held-out sentences, decoded greedily."""
    right = total = 0
    for file in RECONSTRUCTION:
        with open(os.path.join(arguments.evaluation, file), encoding="utf-8") as lines:
            short = [line for line in lines if len(line.split()) <= LONGEST]
        with open(path("short.txt"), "w", encoding="utf-8") as copy:
            copy.writelines(short)
        with open(path("short.txt"), encoding="utf-8") as copy:
            answers = textae("reconstruct", "--model", model, "--json", "-", stdin=copy).splitlines()
        right += sum(json.loads(answer)["exact"] for answer in answers)
        total += len(answers)
    return 100 * right / total


def measure(model, decodes, *options):
    """All figures of one model, times 100."""
    scores = evaluate(model, SIMILARITY.values(), *options)
    figures = {name: 100 * score["spearman"] for name, score in zip(SIMILARITY, scores)}
    figures["STS 2012"] = statistics.mean(figures[part] for part in PARTS)
    for name, (training, test) in CLASSES.items():
        training = os.path.join(arguments.evaluation, training)
        [score] = evaluate(model, [test], "--training", training, *options)
        figures[name] = 100 * score["accuracy"]
    [score] = evaluate(model, [], "--word-order", *options)
    figures["order"] = 100 * score["accuracy"]
    if decodes:
        figures["exact"] = exact_share(model)
    return figures


def kept(name, make):
    """The figures of a row, measured once and then read from a file."""
    file = path(name + ".json")
    if not os.path.exists(file):
        figures = make()
        with open(file, "w", encoding="utf-8") as output:
            json.dump(figures, output)
    with open(file, encoding="utf-8") as source:
        return json.load(source)


def processed(model, removed):
    """The figures after centering and removal of principal components, fitted to the corpus."""
    fit = ["--center", "--remove", str(removed), "--quiet"]
    textae("postprocess", "fit", arguments.corpus, "--model", model, *fit)
    return measure(model, False)


def model_of(name, seed):
    return path(f"{name}-{seed}.textae")


def train(name, options, seed):
    model = model_of(name, seed)

    def make():
        start = time.time()
        words = ["--preset", "embed", "--time-budget", arguments.budget, "--seed", str(seed)]
        textae("train", arguments.corpus, "--output", model, *words, *options, "--quiet", "--overwrite")
        minutes = (time.time() - start) / 60
        # Without a trained decoder there are no exact matches to count.
        with open(model + "/config.json", encoding="utf-8") as config:
            decodes = "reconstruct" in config.read()
        with open(model + "/log.jsonl", encoding="utf-8") as log:
            tokens = json.loads(log.readlines()[-1])["tokens"] / 1e6
        return {**measure(model, decodes, "--raw"), "minutes": minutes, "million tokens": tokens}

    return kept(f"{name}-{seed}", make)


def mean(runs):
    return {key: statistics.mean(run[key] for run in runs) for key in runs[0]}


def baselines():
    """Averaged skip-gram vectors and TF-IDF, trained on the same corpus."""
    words = path("words.skipgram")
    if not os.path.exists(words):
        textae(
            "skipgram", arguments.corpus, "--output", words, "--lowercase", "--dimension", "300",
            "--epochs", "5", "--quiet")
    for pooling in ["mean", "sif-weights", "sif"]:
        label = {"mean": "averaged skip-gram", "sif-weights": "SIF, weights only", "sif": "SIF"}[pooling]
        yield label, kept(pooling, lambda: measure(f"{words}:{pooling}", False, "--raw"))
    yield "averaged skip-gram, centered, five components removed", kept(
        "mean-processed", lambda: processed(f"{words}:mean", 5))
    yield "TF-IDF", kept("tfidf", lambda: measure_tfidf("words.lsa"))
    yield "TF-IDF of words cut to four letters", kept(
        "tfidf4", lambda: measure_tfidf("stems.lsa", "--stem-prefix", "4"))


def measure_tfidf(name, *options):
    """TF-IDF compares pairs but has no vectors for a classifier."""
    model = path(name)
    if not os.path.exists(model):
        textae("lsa", arguments.corpus, "--dimension", "0", "--output", model, "--quiet", *options)
    scores = evaluate(model, SIMILARITY.values(), "--sparse")
    figures = {name: 100 * score["spearman"] for name, score in zip(SIMILARITY, scores)}
    return {**figures, "STS 2012": statistics.mean(figures[part] for part in PARTS)}


COLUMNS = [*SIMILARITY][:2] + ["STS 2012", *PARTS, "SST-2", "TREC", "order", "exact", "minutes", "million tokens"]


def show(label, figures):
    cells = [f"{figures[column]:.1f}" if column in figures else "" for column in COLUMNS]
    print(f"| {label} | " + " | ".join(cells) + " |", flush=True)


os.makedirs(arguments.output, exist_ok=True)
print("| | " + " | ".join(COLUMNS) + " |")
print("| --- |" + " ---: |" * len(COLUMNS), flush=True)
for label, figures in baselines():
    show(label, figures)
chosen = arguments.only.split(",") if arguments.only else [name for name, _, _ in ROWS]
for name, label, options in ROWS:
    if name in chosen:
        seeds = range(1, 1 + (arguments.seeds if name == "final" else 1))
        show(label, mean([train(name, options, seed) for seed in seeds]))
        if name == "final":
            show("the same, centered, three components removed", mean([
                kept(f"final-{seed}-processed", lambda: processed(model_of(name, seed), 3)) for seed in seeds]))
