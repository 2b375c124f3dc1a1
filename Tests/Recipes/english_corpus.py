"""Makes the text that the English model learned from, one sentence per line, in random order.

    python3 english_corpus.py OPEN.txt.gz > corpus.txt

Sentences of up to 30 words are kept. Queries are often shorter than sentences, so for one sentence in ten a
piece of 2 to 5 words is added, and the 50,000 most frequent words by themselves.
"""
import collections
import gzip
import random
import re
import sys

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
LENGTHS = (2, 2, 3, 3, 4, 5)


def main():
    random.seed(1)
    counts, lines, pieces = collections.Counter(), [], []
    with gzip.open(sys.argv[1], "rt", encoding="utf-8", errors="replace") as corpus:
        for line in corpus:
            sentence = line.rstrip("\n")
            words = sentence.split()
            if not 1 <= len(words) <= 30:
                continue
            lines.append(sentence)
            counts.update(WORD.findall(sentence.lower()))
            if random.random() < 0.1:
                length = random.choice(LENGTHS)
                if len(words) > length + 2:
                    start = random.randrange(len(words) - length)
                    pieces.append(" ".join(words[start:start + length]))
    frequent = [word for word, count in counts.most_common(50_000) if count >= 5]
    lines += pieces + frequent
    random.shuffle(lines)
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
