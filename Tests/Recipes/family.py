"""Trains every kind of autoencoder on one corpus and prints what each is for, as a table.

    python3 Tests/Recipes/family.py CORPUS HELD_OUT [--textae .build/release/textae] [--epochs 5]
        [--folder FOLDER] [--only NAME …] [-- OPTIONS OF EVERY TRAINING]

CORPUS and HELD_OUT have one sentence per line. Every kind gets the same passes, sizes and batches.
Needs NumPy. The columns:

- exact, BLEU: reconstructions of the first 1,000 held-out sentences, from clean input;
- repair 20 %: tokens that are wrong after a sentence that lost a fifth of its words was read and
  written again, by edit distance; before it, a fifth is wrong;
- near zero: numbers of the vectors below a hundredth of the largest of their unit;
- shift: 1 − cosine of a sentence and of the same with one word exchanged for another of the corpus;
- kl: nats per token at the last validation, of variational models;
- seconds: of the training, at whatever speed this machine has.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy

VARIATIONAL = ["--latent", "variational", "--objective", "reconstruct"]
KINDS = {
    "plain": [],
    "undercomplete (latent 16)": ["--latent-size", "16"],
    "overcomplete (latent 1,024)": ["--latent-size", "1024"],
    "stacked (2 layers)": ["--layers", "2"],
    "stacked (3 layers)": ["--layers", "3"],
    "denoising": ["--corruption", "drop:0.2"],
    "sparse (L1)": ["--objective", "reconstruct", "--objective", "sparse:1"],
    "k-sparse (32)": ["--latent", "k-sparse:32"],
    "contractive": ["--objective", "reconstruct", "--objective", "contract:0.1",
                    "--token-noise", "0.1"],
    "variational": VARIATIONAL + ["--objective", "kl:0..0.1@1000"],
    "variational, free bits": VARIATIONAL + ["--objective", "kl:1:0.05", "--word-dropout", "0.3"],
    "adversarial": ["--objective", "reconstruct", "--objective", "adversarial:1"],
    "denoising adversarial": ["--objective", "reconstruct", "--objective", "adversarial:1",
                              "--corruption", "drop:0.2"],
    "convolution": ["--encoder", "convolution"],
    "transformer": ["--encoder", "transformer"],
}


def run(words, text=None):
    done = subprocess.run([str(word) for word in words], input=text, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def reconstruct(textae, model, sentences):
    lines = run([textae, "reconstruct", "--model", model, "--json", "-"], "\n".join(sentences) + "\n")
    return [json.loads(line) for line in lines.splitlines()]


def distance(first, second):
    """The edit distance of two lists."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(second, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def embed(textae, model, sentences, folder):
    path = pathlib.Path(folder) / "vectors.npy"
    run([textae, "embed", "--model", model, "--output", path, "--overwrite", "-"],
        "\n".join(sentences) + "\n")
    return numpy.load(path)


def figures(textae, model, held_out, folder):
    chance = random.Random(1)
    words = sorted({word for sentence in held_out for word in sentence.split()})
    answers = reconstruct(textae, model, held_out)
    damaged, exchanged = [], []
    for sentence in held_out:
        tokens = sentence.split()
        kept = [token for token in tokens if chance.random() >= 0.2] or tokens[:1]
        damaged.append(" ".join(kept))
        tokens[chance.randrange(len(tokens))] = chance.choice(words)
        exchanged.append(" ".join(tokens))
    repaired = reconstruct(textae, model, damaged)
    wrong = sum(distance(answer["output"].split(), sentence.split())
                for answer, sentence in zip(repaired, held_out))
    before, after = embed(textae, model, held_out, folder), embed(textae, model, exchanged, folder)
    lengths = numpy.linalg.norm(before, axis=1) * numpy.linalg.norm(after, axis=1)
    cosines = (before * after).sum(1) / numpy.maximum(lengths, 1e-12)
    largest = numpy.maximum(numpy.abs(before).max(0), 1e-12)
    log = [json.loads(line) for line in (pathlib.Path(model) / "log.jsonl").read_text().splitlines()]
    best = min(log, key=lambda report: report["validationLoss"])
    return {
        "exact": 100 * numpy.mean([answer["exact"] for answer in answers]),
        "BLEU": 100 * best["bleu"] if best.get("bleu") is not None else float("nan"),
        "repair 20 %": 100 * wrong / sum(len(sentence.split()) for sentence in held_out),
        "near zero": 100 * (numpy.abs(before) < 0.01 * largest).mean(),
        "shift": float((1 - cosines).mean()),
        "kl": (best.get("objectiveLosses") or {}).get("kl", float("nan")),
        "seconds": log[-1]["seconds"],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus")
    parser.add_argument("held_out")
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--epochs", default="5")
    parser.add_argument("--folder", help="keeps the models; default a temporary folder")
    parser.add_argument("--only", nargs="+", choices=KINDS, help="kinds to train")
    words = sys.argv[1:]
    end = words.index("--") if "--" in words else len(words)
    arguments, options = parser.parse_args(words[:end]), words[end + 1:]
    held_out = [line for line in pathlib.Path(arguments.held_out).read_text().splitlines() if line][:1000]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(arguments.folder or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for number, (name, own) in enumerate(KINDS.items()):
            if arguments.only and name not in arguments.only:
                continue
            model = folder / f"{number}.textae"
            if not model.exists():
                run([arguments.textae, "train", arguments.corpus, "--output", model, "--quiet",
                     "--epochs", arguments.epochs] + options + own)
            row = figures(arguments.textae, model, held_out, temporary)
            if not rows:
                print("| kind | " + " | ".join(row) + " |\n|" + " --- |" * (len(row) + 1))
            rows.append(row)
            cells = ["–" if value != value else f"{value:.3f}" if abs(value) < 1 else f"{value:.1f}"
                     for value in row.values()]
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
