"""Makes the golden file beside it with scikit-learn.

    python3 make_goldens.py

Checked in with scikit-learn 1.6 or later. Everything is seeded, so that running it again gives the
same file.
"""

import json
import pathlib

import numpy
from sklearn.covariance import LedoitWolf
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from sklearn.neighbors import NearestNeighbors

HERE = pathlib.Path(__file__).parent


def rounded(values):
    return [float(v) for v in numpy.asarray(values, dtype=numpy.float32).ravel()]


def vectors():
    random = numpy.random.default_rng(3)
    mixing = random.normal(0, 1, (6, 6))
    normal = (random.normal(0, 1, (40, 6)) @ mixing + 5).astype(numpy.float32)
    others = (random.normal(0, 2, (12, 6)) + 4).astype(numpy.float32)
    covariance = LedoitWolf().fit(normal.astype(float))
    neighbors = NearestNeighbors(n_neighbors=5, algorithm="brute").fit(normal.astype(float))
    return {
        "dimension": 6,
        "normal": rounded(normal),
        "others": rounded(others),
        "shrinkage": float(covariance.shrinkage_),
        "mahalanobis": [
            float(v) ** 0.5 for v in covariance.mahalanobis(others.astype(float))
        ],
        "neighbors": [float(v) for v in neighbors.kneighbors(others.astype(float))[0][:, -1]],
    }


def ranking(name, scores, labels):
    thresholds = sorted(set(scores), reverse=True)
    best = max(
        (f1_score(labels, [s >= t for s in scores], zero_division=0), t) for t in thresholds
    )
    return {
        "name": name,
        "scores": [float(s) for s in scores],
        "isAnomalous": [bool(v) for v in labels],
        "rocAUC": float(roc_auc_score(labels, scores)),
        "prAUC": float(average_precision_score(labels, scores)),
        "bestF1": float(best[0]),
    }


def rankings():
    random = numpy.random.default_rng(5)
    labels = random.random(80) < 0.3
    near = labels + random.normal(0, 1, 80)
    return [
        ranking("distinct scores", near, labels),
        ranking("many ties", numpy.round(near), labels),
        ranking("all the same", numpy.ones(80), labels),
        ranking("perfect", labels.astype(float), labels),
        ranking("reversed", -labels.astype(float), labels),
    ]


(HERE / "anomalies.json").write_text(
    json.dumps({"vectors": vectors(), "rankings": rankings()}, indent=1) + "\n"
)
