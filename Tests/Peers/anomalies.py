"""Isolation forest and TF-IDF with PCA of scikit-learn, beside `textae anomalies evaluate`.

    python3 anomalies.py NORMAL TEST --label-column 1 --normal ham --text-column 2
    python3 anomalies.py NORMAL TEST --label-column 42 --normal normal --fields 1-41

Files are tables with commas or tabs, with a header if a column is named. Rows of NORMAL with another label are left
out. The forest works on TF-IDF vectors of texts, and of records on numbers with one column per text.
"""

import argparse
import csv
import gzip

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import IsolationForest
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score, roc_auc_score


def rows(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        first = file.readline()
        file.seek(0)
        if "\t" in first:
            return [line.rstrip("\n").split("\t") for line in file]
        return list(csv.reader(file))


def read(path, arguments):
    table = rows(path)
    names = [arguments.label_column, arguments.text_column or arguments.fields]
    header = None if all(name.replace("-", "").isdigit() for name in names) else table.pop(0)

    def index(name):
        return int(name) - 1 if name.isdigit() else header.index(name)

    if arguments.text_column:
        columns = [index(arguments.text_column)]
    else:
        first, last = arguments.fields.split("-")
        columns = list(range(int(first) - 1, int(last)))
    label = index(arguments.label_column)
    return (
        [[row[column] for column in columns] for row in table],
        np.array([row[label] != arguments.normal for row in table]),
    )


def number(value):
    try:
        return float(value)
    except ValueError:
        return value


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("normal_file")
parser.add_argument("test")
parser.add_argument("--label-column", required=True)
parser.add_argument("--normal", required=True)
parser.add_argument("--text-column")
parser.add_argument("--fields")
arguments = parser.parse_args()

values, isAnomalous = read(arguments.normal_file, arguments)
normal = [value for value, other in zip(values, isAnomalous) if not other]
test, labels = read(arguments.test, arguments)


def report(name, scores):
    print(
        f"{name:34}  ROC AUC {100 * roc_auc_score(labels, scores):.1f}  "
        f"PR AUC {100 * average_precision_score(labels, scores):.1f}"
    )


if arguments.text_column:
    vectorizer = TfidfVectorizer()
    x = vectorizer.fit_transform(value[0] for value in normal)
    y = vectorizer.transform(value[0] for value in test)
    components = min(64, min(x.shape) - 1)
    svd = TruncatedSVD(components, random_state=0).fit(x)
    kept = (svd.transform(y) ** 2).sum(axis=1)
    report("TF-IDF + truncated SVD, error", 1 - kept)
else:
    dictionary = DictVectorizer()
    x = dictionary.fit_transform({str(i): number(v) for i, v in enumerate(r)} for r in normal)
    y = dictionary.transform({str(i): number(v) for i, v in enumerate(r)} for r in test)
forest = IsolationForest(n_estimators=200, random_state=0).fit(x)
report("isolation forest", -forest.score_samples(y))
