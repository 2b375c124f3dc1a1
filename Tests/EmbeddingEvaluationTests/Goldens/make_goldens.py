"""Makes the golden files beside it with SciPy and scikit-learn.

    python3 make_goldens.py

Checked in with SciPy 1.15 or later and scikit-learn 1.6 or later; the figures have not changed for
years. Everything is seeded, so that running it again gives the same files.
"""

import json
import pathlib
import warnings

import numpy
import scipy.stats
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).parent
warnings.simplefilter("ignore")


def number(value):
    """JSON has no undefined number: null stands for it."""
    value = float(value)
    return value if numpy.isfinite(value) else None


def correlation_case(name, x, y):
    x = numpy.asarray(x, dtype=float)
    y = numpy.asarray(y, dtype=float)
    return {
        "name": name,
        "x": [repr(float(v)) for v in x],
        "y": [repr(float(v)) for v in y],
        "pearson": number(scipy.stats.pearsonr(x, y)[0]),
        "spearman": number(scipy.stats.spearmanr(x, y)[0]),
        "ranks": None
        if numpy.isnan(x).any()
        else [float(v) for v in scipy.stats.rankdata(x)],
    }


def correlations():
    random = numpy.random.default_rng(7)
    gold = random.integers(0, 11, 120) / 2
    near = gold + random.normal(0, 1.5, 120)
    coarse = numpy.round(near)
    cases = [
        correlation_case("scores with ties against floats", near, gold),
        correlation_case("ties on both sides", coarse, gold),
        correlation_case("two levels only", (gold > 2).astype(float), near),
        correlation_case("a large offset", near + 1e9, gold - 1e7),
        correlation_case("tiny values", near * 1e-160, gold * 1e-170),
        correlation_case("a perfect line", gold, 3 * gold + 1),
        correlation_case("the order reversed", gold, -(gold**3)),
        correlation_case("no variation", [2, 2, 2, 2], [1, 2, 3, 4]),
        correlation_case("two pairs", [1, 5], [9, 2]),
        correlation_case("an undefined value", [1, 2, float("nan"), 4], [1, 3, 2, 4]),
        correlation_case("signed zeros tie", [0.0, -0.0, 1, 2], [4, 3, 2, 1]),
    ]
    return cases


def classification(name, classes, dimension, per_class, spread, seed):
    random = numpy.random.default_rng(seed)
    centers = random.normal(0, 1, (classes, dimension))
    labels = numpy.repeat(numpy.arange(classes), per_class)
    random.shuffle(labels)
    x = centers[labels] + random.normal(0, spread, (len(labels), dimension))
    x = (x * (1 + numpy.arange(dimension))).astype(numpy.float32)
    x = numpy.round(x * 64) / 64
    model = LogisticRegression(C=0.5, solver="newton-cholesky", tol=1e-12).fit(x, labels)
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, tol=1e-6))
    splits = [StratifiedKFold(10, shuffle=True, random_state=seed) for seed in range(1, 21)]
    assignment = numpy.zeros(len(labels), dtype=int)
    predictions = numpy.zeros(len(labels), dtype=int)
    for fold, (training, held) in enumerate(splits[0].split(x, labels)):
        assignment[held] = fold
        predictions[held] = pipeline.fit(x[training], labels[training]).predict(x[held])
    return {
        "name": name,
        "classes": classes,
        "dimension": dimension,
        "vectors": [float(v) for v in x.ravel()],
        "labels": [int(v) for v in labels],
        "inverseRegularization": 0.5,
        "coefficients": [float(v) for v in model.coef_.ravel()],
        "intercepts": [float(v) for v in model.intercept_],
        "folds": [int(v) for v in assignment],
        "predictions": [int(v) for v in predictions],
        # Which examples meet in a fold is chance; over many splits it evens out.
        "crossValidatedAccuracy": float(
            numpy.mean([cross_val_score(pipeline, x, labels, cv=split).mean() for split in splits])
        ),
    }


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1) + "\n")


write("correlations.json", correlations())
write(
    "classification.json",
    [
        classification("two classes", 2, 6, 60, 1.6, 1),
        classification("four classes", 4, 5, 40, 1.2, 2),
    ],
)
