"""Writes Tests/LanguageModelTests/Goldens/kneser-ney.json: probabilities of words by NLTK.

    python3 Tests/Peers/make_ngram_goldens.py

Needs the PyPI package nltk (3.9 or later). The counts and the smoothing are NLTK's, with one discount. It gives
unknown words no probability; here they get that of one more sequence, so the lowest order is scaled by
n / (n + 1). The discounts n1 / (n1 + 2 n2) are counted here; NLTK has none.
"""

import collections
import json
from pathlib import Path

from nltk.lm import KneserNeyInterpolated, Vocabulary

GOLDENS = Path(__file__).resolve().parents[1] / "LanguageModelTests/Goldens"
SENTENCES = """
the soup was hot
the tea was hot
the tea was not hot
a cat saw the soup
the cat saw a cat
soup
the soup was not the tea
the tea was hot
""".strip().splitlines()
QUERIES = ["the soup was not hot", "a cat was the cat", "soup tea", "the zebra saw the soup", "hot"]
DISCOUNT = 0.75


def framed(sentence, order):
    return ["<s>"] * (order - 1) + sentence.split() + ["</s>"]


def sequences(words, order):
    """All sequences that end with a word of the sentence, or with its end."""
    for end in range(order, len(words) + 1):
        for length in range(1, order + 1):
            yield tuple(words[end - length : end])


def probability(model, word, context):
    if not context:
        single, all_sequences = model.estimator._continuation_counts(word)
        return (single if word in model.vocab else 1) / (all_sequences + 1)
    if not model.counts[context]:
        return probability(model, word, context[1:])
    alpha, gamma = model.estimator.alpha_gamma(word, context)
    return alpha + gamma * probability(model, word, context[1:])


def discounts(model, order):
    """n1 / (n1 + 2 n2) of the sequences of 2, 3, ... words, where n1 occur once and n2 twice.

    Shorter sequences than the longest occur as often as different words stand before them.
    """
    found = []
    for length in range(2, order + 1):
        if length == order:
            counts = [count for context in model.counts[order].values() for count in context.values()]
        else:
            before = collections.defaultdict(set)
            for context, words in model.counts[length + 1].items():
                for word in words:
                    before[context[1:] + (word,)].add(context[0])
            counts = [len(words) for words in before.values()]
        once, twice = counts.count(1), counts.count(2)
        found.append(min(0.95, max(0.05, once / max(1, once + 2 * twice))))
    return found


def main():
    cases = []
    estimates = []
    for order in (2, 3, 4, 5, 6):
        model = KneserNeyInterpolated(order, discount=DISCOUNT)
        lines = [framed(sentence, order) for sentence in SENTENCES]
        vocabulary = Vocabulary([word for line in lines for word in line], unk_cutoff=1)
        model.fit([list(sequences(line, order)) for line in lines], vocabulary)
        estimates.append({"order": order, "discounts": discounts(model, order)})
        for query in QUERIES:
            words = framed(query, order)
            cases.append({
                "order": order,
                "sentence": query,
                "probabilities": [
                    probability(model, words[i], tuple(words[i - order + 1 : i]))
                    for i in range(order - 1, len(words))
                ],
            })
    GOLDENS.mkdir(parents=True, exist_ok=True)
    golden = {"discount": DISCOUNT, "sentences": SENTENCES, "cases": cases, "estimates": estimates}
    (GOLDENS / "kneser-ney.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
