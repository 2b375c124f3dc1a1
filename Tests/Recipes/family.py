"""Trains every kind of autoencoder on one corpus and prints what each is for, as a table.

    python3 Tests/Recipes/family.py CORPUS HELD_OUT [--textae .build/release/textae] [--epochs 5]
        [--folder FOLDER] [--only NAME …] [--json FILE] [--plot FILE.svg] [--curve FILE.svg]
        [-- OPTIONS OF EVERY TRAINING]

CORPUS and HELD_OUT have one sentence per line. Every kind begins with random weights and gets the same
passes, sizes and batches: a vocabulary of 10,000 words, token vectors and states of 256 numbers, latents
of 128 unless the kind says otherwise, batches of 128. Models that are in FOLDER already are not trained
again, and interrupted ones go on. Needs NumPy. The columns:

- loss: nats per token at the best validation, without penalties; of damaged sentences for a
  denoising model;
- exact: reconstructions of the first 1,000 held-out sentences from clean input, in percent;
- BLEU: of reconstructions of 512 sentences that training holds out of CORPUS;
- repair 10, 20, 30 %: tokens that are wrong, by edit distance, after a sentence that lost this share of
  its words was read and written again; before it, as many are wrong as were lost;
- near zero: numbers of the vectors below a hundredth of the largest of their unit;
- shift: 1 − cosine of a sentence and of the same with one word exchanged for another of the corpus;
- neighbor: words that a held-out sentence shares with its nearest neighbor among them, in the mean
  (Jaccard); how well vectors keep similar sentences together;
- nll, kl, mi, active: for variational models, of 500 held-out sentences: the negative log-likelihood of
  a sentence by importance sampling, the divergence from the prior and the mutual information, in nats,
  and the number of active units;
- seconds: of the training, at whatever speed this machine has.

With --plot, `textae plot` draws the table, and with --curve what comes back against the size of the vector. `textae report --table` takes the file of --json, and what is printed.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import numpy

SIZES = {"--tokenizer-model": "word", "--vocabulary-size": "10004", "--embedding-size": "256",
         "--hidden-size": "256", "--latent-size": "128", "--batch-size": "128", "--learning-rate": "0.002"}
VARIATIONAL = ["--latent", "variational", "--objective", "reconstruct"]
KINDS = {
    "plain": [],
    "latent 16": ["--latent-size", "16"],
    "latent 32": ["--latent-size", "32"],
    "latent 64": ["--latent-size", "64"],
    "latent 256": ["--latent-size", "256"],
    "latent 512": ["--latent-size", "512"],
    "latent 1,024": ["--latent-size", "1024"],
    "stacked (2 layers)": ["--layers", "2"],
    "stacked (3 layers)": ["--layers", "3"],
    "denoising": ["--corruption", "drop:0.2"],
    "rectified": ["--latent", "rectified"],
    "sparse (L1)": ["--latent", "rectified", "--objective", "reconstruct", "--objective", "sparse:0.1"],
    "sparse (L1), 512 numbers": ["--latent", "rectified", "--latent-size", "512",
                                 "--objective", "reconstruct", "--objective", "sparse:0.3"],
    "k-sparse (32)": ["--latent", "k-sparse:32"],
    "k-sparse (128 of 512)": ["--latent", "k-sparse:128", "--latent-size", "512"],
    "contractive": ["--objective", "reconstruct", "--objective", "contract:0.1",
                    "--token-noise", "0.1"],
    "variational": VARIATIONAL + ["--objective", "kl:0..0.1@1000"],
    "variational, free bits": VARIATIONAL + ["--objective", "kl:1:0.05", "--word-dropout", "0.3"],
    "adversarial": ["--objective", "reconstruct", "--objective", "adversarial:0.1"],
    "denoising adversarial": ["--objective", "reconstruct", "--objective", "adversarial:0.1",
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


def damage(sentence, share, chance):
    tokens = sentence.split()
    return " ".join([token for token in tokens if chance.random() >= share] or tokens[:1])


def wrong_tokens(textae, model, inputs, sentences):
    """The share of tokens that are wrong after the inputs were read and written again."""
    answers = reconstruct(textae, model, inputs)
    wrong = sum(distance(answer["output"].split(), sentence.split())
                for answer, sentence in zip(answers, sentences))
    return 100 * wrong / sum(len(sentence.split()) for sentence in sentences)


def shared_words(vectors, sentences):
    """The words that sentences share with their nearest neighbors, as a share of all words of both."""
    unit = vectors / numpy.maximum(numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    cosines = unit @ unit.T
    numpy.fill_diagonal(cosines, -2)
    words = [set(sentence.split()) for sentence in sentences]
    return float(numpy.mean([len(words[i] & words[j]) / len(words[i] | words[j])
                             for i, j in enumerate(cosines.argmax(1))]))


def figures(textae, model, held_out, folder, options):
    chance = random.Random(1)
    words = sorted({word for sentence in held_out for word in sentence.split()})
    answers = reconstruct(textae, model, held_out)
    exchanged = []
    for sentence in held_out:
        tokens = sentence.split()
        tokens[chance.randrange(len(tokens))] = chance.choice(words)
        exchanged.append(" ".join(tokens))
    before, after = embed(textae, model, held_out, folder), embed(textae, model, exchanged, folder)
    lengths = numpy.linalg.norm(before, axis=1) * numpy.linalg.norm(after, axis=1)
    cosines = (before * after).sum(1) / numpy.maximum(lengths, 1e-12)
    largest = numpy.maximum(numpy.abs(before).max(0), 1e-12)
    log = [json.loads(line) for line in (pathlib.Path(model) / "log.jsonl").read_text().splitlines()]
    best = min(log, key=lambda report: report["validationLoss"])
    losses = best.get("objectiveLosses") or {}
    missing = float("nan")
    row = {
        "loss": losses.get("reconstruct", best["validationLoss"]),
        "exact": 100 * float(numpy.mean([answer["exact"] for answer in answers])),
        "BLEU": 100 * best["bleu"] if best.get("bleu") is not None else missing,
    }
    for share in (10, 20, 30):
        damaged = [damage(sentence, share / 100, chance) for sentence in held_out]
        row[f"repair {share} %"] = wrong_tokens(textae, model, damaged, held_out)
    row["near zero"] = 100 * float((numpy.abs(before) < 0.01 * largest).mean())
    row["shift"] = float((1 - cosines).mean())
    row["neighbor"] = shared_words(before, held_out)
    measured = {}
    if "variational" in options:
        unseen = pathlib.Path(folder) / "unseen.txt"
        unseen.write_text("\n".join(held_out[:500]) + "\n")
        measured = json.loads(run([textae, "info", model, "--likelihood", unseen, "--json"]))
    for column, key in (("nll", "negativeLogLikelihood"), ("kl", "divergence"),
                        ("mi", "mutualInformation"), ("active", "activeUnits")):
        row[column] = measured[key] if measured else missing
    row["seconds"] = log[-1]["seconds"]
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus")
    parser.add_argument("held_out")
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--epochs", default="5")
    parser.add_argument("--folder", help="keeps the models; default a temporary folder")
    parser.add_argument("--json", help="writes the rows as JSON lines to this file, for a chart")
    parser.add_argument("--plot", help="draws the table as SVG to this file")
    parser.add_argument("--curve", help="draws exact and BLEU against the size of the latent as SVG to this file")
    parser.add_argument("--only", nargs="+", choices=KINDS, help="kinds to train")
    words = sys.argv[1:]
    end = words.index("--") if "--" in words else len(words)
    arguments, options = parser.parse_args(words[:end]), words[end + 1:]
    held_out = [line for line in pathlib.Path(arguments.held_out).read_text().splitlines() if line][:1000]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(arguments.folder or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for name, own in KINDS.items():
            if arguments.only and name not in arguments.only:
                continue
            special = own + options
            sizes = [word for size in SIZES.items() if size[0] not in special for word in size]
            model = folder / (re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") + ".textae")
            run([arguments.textae, "train", arguments.corpus, "--output", model, "--quiet", "--resume",
                 "--from-scratch", "--epochs", arguments.epochs] + sizes + special)
            row = figures(arguments.textae, model, held_out, temporary, own)
            if not rows:
                print("| kind | " + " | ".join(row) + " |\n|" + " --- |" * (len(row) + 1))
            rows.append({"kind": name, **row})
            cells = ["–" if value != value else f"{value:.3f}" if abs(value) < 1 else f"{value:.1f}"
                     for value in row.values()]
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
            text = "".join(json.dumps({key: None if value != value else value for key, value in row.items()})
                           + "\n" for row in rows)
            if arguments.json:
                pathlib.Path(arguments.json).write_text(text)
        if arguments.plot:
            run([arguments.textae, "plot", "-", "--title", "The family", "--output", arguments.plot, "--overwrite"],
                text)
        if arguments.curve:
            sizes = {int(kind.split()[1].replace(",", "")): row for row in rows
                     for kind in [row["kind"].replace("plain", f"latent {SIZES['--latent-size']}")]
                     if kind.startswith("latent ")}
            lines = [f"{size}\t{row['exact']:.1f}\t{row['BLEU']:.1f}\n" for size, row in sorted(sizes.items())]
            run([arguments.textae, "plot", "-", "--output", arguments.curve, "--overwrite"],
                "numbers in the vector\texact %\tBLEU\n" + "".join(lines))


if __name__ == "__main__":
    main()
