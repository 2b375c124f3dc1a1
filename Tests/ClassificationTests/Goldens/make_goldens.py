"""Makes the golden file beside it with scikit-learn.

    python3 make_goldens.py

Checked in with scikit-learn 1.6 or later. Everything is seeded, so that running it again gives the
same file.
"""

import json
import pathlib
import random

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
)

HERE = pathlib.Path(__file__).parent
WORDS = {
    "food": "soup bread tea cheese apple dinner spoon".split(),
    "travel": "train road ticket city river harbor night".split(),
    "work": "office letter meeting money paper boss night".split(),
}
COMMON = "the a we saw had very old new and with".split()


def text(source, topic):
    words = [source.choice(WORDS[topic] if source.random() < 0.4 else COMMON) for _ in range(7)]
    return " ".join(words)


def case(name, topics, c):
    source = random.Random(name)
    labels = [topics[i % len(topics)] for i in range(60)]
    texts = [text(source, topic) for topic in labels]
    held_labels = [topics[i % len(topics)] for i in range(20)]
    held = [text(source, topic) for topic in held_labels]
    vectorizer = TfidfVectorizer(token_pattern=r"\w+")
    vectors = vectorizer.fit_transform(texts)
    model = LogisticRegression(C=c, solver="lbfgs", tol=1e-10, max_iter=10_000).fit(vectors, labels)
    probabilities = model.predict_proba(vectorizer.transform(held))
    predictions = list(model.predict(vectorizer.transform(held)))
    classes = [str(name) for name in model.classes_]
    figures = precision_recall_fscore_support(
        held_labels, predictions, labels=classes, zero_division=0
    )
    return {
        "name": name,
        "inverseRegularization": c,
        "texts": texts,
        "labels": labels,
        "held": held,
        "heldLabels": held_labels,
        "classes": classes,
        "probabilities": [[float(v) for v in row] for row in probabilities],
        "predictions": [str(v) for v in predictions],
        "accuracy": float(accuracy_score(held_labels, predictions)),
        "macroF1": float(f1_score(held_labels, predictions, average="macro")),
        "confusion": confusion_matrix(held_labels, predictions, labels=classes).tolist(),
        "precision": [float(v) for v in figures[0]],
        "recall": [float(v) for v in figures[1]],
    }


cases = [case("two topics", ["food", "work"], 1.0), case("three topics", list(WORDS), 20.0)]
(HERE / "classifier.json").write_text(json.dumps(cases, indent=1) + "\n")
