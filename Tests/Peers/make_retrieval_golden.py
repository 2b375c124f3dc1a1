"""Writes Tests/EmbeddingEvaluationTests/Goldens/retrieval.json: measures of random rankings.

    python3 Tests/Peers/make_retrieval_golden.py

Needs NumPy only. The formulas are written out here once more, as trec_eval defines them.
"""

import json
from pathlib import Path

import numpy as np

OUTPUT = Path(__file__).resolve().parents[2] / "Tests/EmbeddingEvaluationTests/Goldens/retrieval.json"


def measures(ranking, grades):
    relevant = {document for document, grade in grades.items() if grade > 0}
    hits = np.array([document in relevant for document in ranking], dtype=float)
    precision = np.cumsum(hits) / np.arange(1, len(ranking) + 1)
    average = float((precision * hits).sum() / len(relevant))
    discount = 1 / np.log2(np.arange(2, 12))
    gains = np.array([grades.get(d, 0) for d in ranking[:10]] + [0] * 10)[:10]
    best = np.array(sorted(grades.values(), reverse=True) + [0] * 10)[:10]
    return {
        "averagePrecision": average,
        "gainAt10": float(gains @ discount / (best @ discount)),
        "recallAt10": float(hits[:10].sum() / len(relevant)),
        "recallAt100": float(hits[:100].sum() / len(relevant)),
    }


def main():
    random = np.random.default_rng(1)
    cases = []
    for size, count, found in [(1, 1, 1), (5, 2, 5), (30, 3, 12), (200, 15, 200), (150, 40, 120), (20, 4, 2)]:
        ranking = [int(d) for d in random.permutation(size)[:found]]
        chosen = random.choice(size, count, replace=False)
        grades = {int(d): int(g) for d, g in zip(chosen, random.integers(1, 5, count))}
        cases.append({
            "ranking": ranking, "grades": {str(d): g for d, g in grades.items()},
            **measures(ranking, grades),
        })
    OUTPUT.write_text(json.dumps(cases) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
