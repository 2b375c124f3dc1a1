"""Writes the golden files of grown tokenizers with Hugging Face tokenizers.

    python3 Tests/Peers/make_grown_goldens.py

Adds the words of a second corpus to the tokenizers of make_tokenizer_goldens.py, in the simplest way:
words are appended, and byte pairs are merged one by one, all counted anew each time. The tests require
that `Tokenizer.grown` makes the same files and that encoding gives the ids that the library tokenizers
gives with them. Needs the PyPI package `tokenizers`.
"""

import collections
import json
from pathlib import Path

from make_tokenizer_goldens import SENTENCES
from tokenizers import Tokenizer

FOLDER = Path(__file__).parent.parent / "TokenizationTests" / "Goldens"
NAMES = ["word-plain", "word-stripped", "bpe-plain", "bpe-stripped"]
MINIMUM = 2
LIMIT = 40
CORPUS = """\
The kidney filters the blood; the kidneys filter blood all day.
Nephrology is the study of kidneys. A nephrologist studies kidneys.
Dialysis replaces the kidney: dialysis filters what kidneys cannot.
Größere Nieren, größere Sorgen; the nephrologist's café serves crème.
the the the river river road bridge bridge 1987 1987 東京 東京 東京都 東京都
don't filter, won't filter, can't filter the filtered filters!
"""


def counted(tokenizer):
    """Words with their counts, the most frequent first, equal ones by their bytes."""
    words = collections.Counter()
    for line in CORPUS.splitlines():
        text = tokenizer.normalizer.normalize_str(line)
        words.update(word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text))
    return words


def grow_words(model, words):
    vocabulary = model["vocab"]
    for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0].encode())):
        if count >= MINIMUM and word not in vocabulary and len(vocabulary) < model["size"] + LIMIT:
            vocabulary[word] = len(vocabulary)


def merged(symbols, pair, result):
    out, at = [], 0
    while at < len(symbols):
        if tuple(symbols[at:at + 2]) == pair:
            out.append(result)
            at += 2
        else:
            out.append(symbols[at])
            at += 1
    return out


def grow_pairs(model, words, tokenizer):
    vocabulary, merges = model["vocab"], [tuple(merge) for merge in model["merges"]]
    known = {(vocabulary[left], vocabulary[right]) for left, right in merges}
    spelled = {
        word: [vocabulary[token.value] for token in tokenizer.model.tokenize(word)]
        for word, count in words.items() if count >= MINIMUM
    }
    names = {number: name for name, number in vocabulary.items()}
    while len(vocabulary) < model["size"] + LIMIT:
        pairs = collections.Counter()
        for word, symbols in spelled.items():
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += words[word]
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        if pairs[best] < MINIMUM:
            break
        name = names[best[0]] + names[best[1]]
        if name not in vocabulary:
            names[len(vocabulary)] = name
            vocabulary[name] = len(vocabulary)
        if best not in known:
            known.add(best)
            merges.append((names[best[0]], names[best[1]]))
        spelled = {word: merged(symbols, best, vocabulary[name]) for word, symbols in spelled.items()}
    model["merges"] = [list(merge) for merge in merges]


def main():
    (FOLDER / "grown-corpus.txt").write_text(CORPUS)
    for name in NAMES:
        tokenizer = Tokenizer.from_file(str(FOLDER / f"{name}.json"))
        document = json.loads(tokenizer.to_str())
        model = document["model"]
        model["size"] = len(model["vocab"])
        words = counted(tokenizer)
        if model["type"] == "WordLevel":
            grow_words(model, words)
        else:
            grow_pairs(model, words, tokenizer)
        print(name, model["size"], "->", len(model["vocab"]))
        del model["size"]
        grown = Tokenizer.from_str(json.dumps(document))
        grown.save(str(FOLDER / f"{name}-grown.json"))
        texts = SENTENCES + CORPUS.splitlines()
        cases = [
            {"text": text, "ids": grown.encode(text).ids, "decoded": grown.decode(grown.encode(text).ids)}
            for text in texts
        ]
        lines = ",\n".join(json.dumps(case, ensure_ascii=True) for case in cases)
        (FOLDER / f"{name}-grown.cases.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
