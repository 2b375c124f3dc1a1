"""Compares five kinds of autoencoders with the program of Shen et al. 2020, on the same files.

    git clone https://github.com/shentianxiao/text-autoencoders
    python3 Tests/Peers/text_autoencoders.py text-autoencoders yelp.train.txt yelp.valid.txt \\
        --textae .build/release/textae [--folder FOLDER] [--only ae dae vae aae daae] [--speed]

Both train each kind for the same passes over the same training file, at the same sizes: token vectors
of 256 numbers, states of 256, latents of 128, batches of 256. The peer has its published settings
otherwise (f32, rate 0.0005, dropout 0.5, an encoder that reads in both directions). The columns:

- BLEU: corpus BLEU-4 of greedy reconstructions of the first 2,000 validation sentences;
- forward: perplexity of 10,000 sampled sentences under a language model of the training file;
- reverse: perplexity of 10,000 validation sentences under a language model of 20,000 sampled ones.
  Low only if the samples are as varied as real text;
- seconds: of the training.

The language model is an LSTM of one layer in PyTorch, the same for both. Samples are decoded greedily
from draws of the prior; where a kind has none, from draws of a Gaussian: the standard one, as the peer
does, or one fitted to the vectors of training sentences, as `sample --like` does.

--speed instead times one pass over the first sentences (--lines, 20,000), five times in turn, and prints
the ratio of the medians. Trainings that are in FOLDER already are not repeated. Needs torch and scikit-learn.
"""

import argparse
import collections
import json
import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys

import torch

SIZES = ["--embedding-size", "256", "--hidden-size", "256", "--latent-size", "128", "--batch-size", "256",
         "--tokenizer-model", "word", "--vocabulary-size", "10004", "--bidirectional"]
PEER_SIZES = ["--dim_emb", "256", "--dim_h", "256", "--dim_z", "128", "--batch-size", "256"]
ADVERSARIAL = ["--objective", "reconstruct", "--objective", "adversarial:0.1"]

# The options of a kind: ours and the peer's.
KINDS = {
    "ae": ([], ["--model_type", "dae"]),
    "dae": (["--corruption", "drop:0.3"], ["--model_type", "dae", "--noise", "0.3,0,0,0"]),
    "vae": (["--latent", "variational", "--objective", "reconstruct", "--objective", "kl:0.1"],
            ["--model_type", "vae", "--lambda_kl", "0.1"]),
    "aae": (ADVERSARIAL, ["--model_type", "aae", "--lambda_adv", "10"]),
    "daae": (ADVERSARIAL + ["--corruption", "drop:0.3"],
             ["--model_type", "aae", "--lambda_adv", "10", "--noise", "0.3,0,0,0"]),
}


def run(words, text=None, folder=None):
    # The peer's checkpoints hold its options as an object, which torch reads only when told to.
    environment = dict(os.environ, TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD="1")
    done = subprocess.run([str(word) for word in words], input=text, cwd=folder, env=environment,
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def lines_of(path, count=None):
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip()][:count]


def bleu(references, outputs):
    """Corpus BLEU-4 of tokens separated by spaces (Papineni et al. 2002), times 100."""
    matches, totals, lengths = [0] * 4, [0] * 4, [0, 0]
    for reference, output in zip(references, outputs):
        right, found = reference.split(), output.split()
        lengths[0] += len(right)
        lengths[1] += len(found)
        for n in range(1, 5):
            grams = collections.Counter(tuple(found[i:i + n]) for i in range(len(found) - n + 1))
            known = collections.Counter(tuple(right[i:i + n]) for i in range(len(right) - n + 1))
            totals[n - 1] += sum(grams.values())
            matches[n - 1] += sum((grams & known).values())
    if min(matches) == 0:
        return 0.0
    precision = sum(math.log(match / total) for match, total in zip(matches, totals)) / 4
    return 100 * math.exp(precision + min(0.0, 1 - lengths[0] / lengths[1]))


class LanguageModel(torch.nn.Module):
    """An LSTM that predicts the next word; words outside its vocabulary share one entry."""

    def __init__(self, words):
        super().__init__()
        self.ids = {word: id for id, word in enumerate(words, start=3)}  # 0 padding, 1 end, 2 unknown
        self.embedding = torch.nn.Embedding(len(words) + 3, 256)
        self.lstm = torch.nn.LSTM(256, 256, batch_first=True)
        self.output = torch.nn.Linear(256, len(words) + 3)

    def batches(self, sentences, size):
        ordered = sorted(sentences, key=lambda sentence: sentence.count(" "))
        for start in range(0, len(ordered), size):
            rows = [[self.ids.get(word, 2) for word in sentence.split()] + [1]
                    for sentence in ordered[start:start + size]]
            longest = max(map(len, rows))
            yield torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    def loss(self, targets):
        """The summed loss of a batch in nats, and its number of tokens."""
        inputs = torch.cat([torch.ones(len(targets), 1, dtype=torch.long), targets[:, :-1]], 1)
        states, _ = self.lstm(self.embedding(inputs))
        kept = targets != 0
        logits = self.output(states[kept])
        return torch.nn.functional.cross_entropy(logits, targets[kept], reduction="sum"), int(kept.sum())

    def learn(self, sentences, passes):
        optimizer = torch.optim.Adam(self.parameters(), lr=2e-3)
        batches = list(self.batches(sentences, 128))
        for _ in range(passes):
            for index in torch.randperm(len(batches)):
                loss, count = self.loss(batches[index])
                optimizer.zero_grad()
                (loss / count).backward()
                torch.nn.utils.clip_grad_norm_(self.parameters(), 1)
                optimizer.step()

    @torch.no_grad()
    def perplexity(self, sentences):
        losses = [self.loss(batch) for batch in self.batches(sentences, 256)]
        return math.exp(float(sum(loss for loss, _ in losses)) / sum(count for _, count in losses))


def language_model(words, sentences, passes):
    torch.manual_seed(1)
    model = LanguageModel(words)
    model.learn([sentence for sentence in sentences if sentence], passes)
    return model


class Ours:
    name = "textae"

    def __init__(self, arguments):
        self.textae = arguments.textae

    def train(self, options, corpus, validation, folder, epochs):
        run([self.textae, "train", corpus, "--validation", validation, "--output", folder, "--overwrite",
             "--from-scratch", "--quiet", "--epochs", epochs] + SIZES + options)
        return json.loads((folder / "log.jsonl").read_text().splitlines()[-1])["seconds"]

    def seconds(self, folder):
        return json.loads((folder / "log.jsonl").read_text().splitlines()[-1])["seconds"]

    def reconstruct(self, folder, sentences):
        text = run([self.textae, "reconstruct", "--model", folder, "--json", "-"], "\n".join(sentences) + "\n")
        return [json.loads(line)["output"] for line in text.splitlines()]

    def sample(self, folder, count, like):
        prior = [] if json.loads((folder / "config.json").read_text()).get("latent") == "variational" \
            else ["--like", like]
        text = run([self.textae, "sample", "--model", folder, "--count", count, "--json"] + prior)
        return [json.loads(line)["text"] for line in text.splitlines()]


class Peer:
    name = "text-autoencoders"

    def __init__(self, arguments):
        self.program = pathlib.Path(arguments.peer).resolve()

    def train(self, options, corpus, validation, folder, epochs):
        run([sys.executable, "train.py", "--train", corpus, "--valid", validation, "--save-dir", folder,
             "--epochs", epochs, "--no-cuda"] + PEER_SIZES + options, folder=self.program)
        return self.seconds(folder)

    def seconds(self, folder):
        """Of all passes, the validations after them included, as its log rounds them."""
        return sum(map(float, re.findall(r"time +(\d+)s", (folder / "log.txt").read_text())))

    def test(self, folder, words):
        run([sys.executable, "test.py", "--checkpoint", folder, "--no-cuda"] + words, folder=self.program)

    def reconstruct(self, folder, sentences):
        (folder / "source.txt").write_text("\n".join(sentences) + "\n")
        self.test(folder, ["--reconstruct", "--data", folder / "source.txt", "--output", "answer"])
        return (folder / "answer.rec").read_text().split("\n")[:len(sentences)]

    def sample(self, folder, count, like):
        self.test(folder, ["--sample", "--n", count, "--output", "samples.txt"])
        return (folder / "samples.txt").read_text().split("\n")[:count]


def compare_quality(arguments, sides, folder):
    real, held_out = lines_of(arguments.train), lines_of(arguments.valid)
    counts = collections.Counter(word for sentence in real for word in sentence.split())
    words = [word for word, _ in counts.most_common(10000)]
    judge = language_model(words, real, 2)
    print(f"language model of the training file: {judge.perplexity(held_out[:10000]):.1f} on validation")
    print("| kind | program | BLEU | forward | reverse | seconds |\n| --- | --- | --- | --- | --- | --- |")
    for kind in arguments.only:
        for side, options in zip(sides, KINDS[kind]):
            model = folder / f"{kind}-{side.name}"
            if not (model / "done").exists():
                shutil.rmtree(model, ignore_errors=True)
                side.train(options, arguments.train, arguments.valid, model, arguments.epochs)
                (model / "done").touch()
            sources = held_out[:2000]
            score = bleu(sources, side.reconstruct(model, sources))
            samples = side.sample(model, 20000, arguments.train)
            forward = judge.perplexity([sample for sample in samples[:10000] if sample])
            reverse = language_model(words, samples, 4).perplexity(held_out[:10000])
            print(f"| {kind} | {side.name} | {score:.1f} | {forward:.1f} | {reverse:.1f} | "
                  f"{side.seconds(model):.0f} |", flush=True)
            (model / "samples-seen.txt").write_text("\n".join(samples[:50]) + "\n")


def compare_speed(arguments, sides, folder):
    corpus, validation = folder / "part.txt", folder / "part-validation.txt"
    corpus.write_text("\n".join(lines_of(arguments.train, arguments.lines)) + "\n")
    validation.write_text("\n".join(lines_of(arguments.valid, 200)) + "\n")
    for kind in arguments.only:
        times = [[], []]
        for _ in range(arguments.runs):
            for side, options, seconds in zip(sides, KINDS[kind], times):
                model = folder / f"speed-{side.name}"
                shutil.rmtree(model, ignore_errors=True)
                seconds.append(side.train(options, corpus, validation, model, 1))
        ours, theirs = map(statistics.median, times)
        print(f"{kind}: {ours:.1f} s, peer {theirs:.1f} s, {theirs / ours:.2f} times", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("peer", help="a clone of text-autoencoders")
    parser.add_argument("train")
    parser.add_argument("valid")
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--folder", default="text-autoencoders-runs")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--lines", type=int, default=20000)
    arguments = parser.parse_args()
    arguments.train, arguments.valid = (pathlib.Path(path).resolve() for path in
                                        (arguments.train, arguments.valid))
    folder = pathlib.Path(arguments.folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    sides = [Ours(arguments), Peer(arguments)]
    (compare_speed if arguments.speed else compare_quality)(arguments, sides, folder)


if __name__ == "__main__":
    main()
