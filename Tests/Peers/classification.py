"""TF-IDF and logistic regression of scikit-learn on files of labels and texts, beside `textae classify evaluate`.

    python3 classification.py TRAINING TEST [--label-column 2 --text-column 1]

A file is a folder of `label` and `seq.in`, a table with tabs and the given columns, or lines of a label, a
space and a text. C is chosen on a tenth of the training part, as textae does.
"""

import argparse
import os
import warnings

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split

warnings.simplefilter("ignore")


def read(path, arguments):
    def lines(name):
        return open(name, encoding="utf-8", errors="replace").read().splitlines()

    if os.path.isdir(path):
        return lines(path + "/seq.in"), lines(path + "/label")
    if arguments.label_column:
        rows = [line.split("\t") for line in lines(path) if line]
        return (
            [row[arguments.text_column - 1] for row in rows],
            [row[arguments.label_column - 1] for row in rows],
        )
    pairs = [line.split(" ", 1) for line in lines(path) if line]
    return [text for _, text in pairs], [label.split(":")[0] for label, _ in pairs]


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("training")
parser.add_argument("test")
parser.add_argument("--label-column", type=int)
parser.add_argument("--text-column", type=int)
arguments = parser.parse_args()

texts, labels = read(arguments.training, arguments)
test_texts, test_labels = read(arguments.test, arguments)
vectorizer = TfidfVectorizer()
vectors = vectorizer.fit_transform(texts)
part, held, part_labels, held_labels = train_test_split(
    vectors, labels, test_size=0.1, random_state=1
)
best = max(
    (0.1, 1, 10, 100, 1000),
    key=lambda c: LogisticRegression(C=c, max_iter=1000)
    .fit(part, part_labels)
    .score(held, held_labels),
)
model = LogisticRegression(C=best, max_iter=1000).fit(vectors, labels)
predictions = model.predict(vectorizer.transform(test_texts))
print(
    f"C {best}  accuracy {100 * accuracy_score(test_labels, predictions):.1f}  "
    f"macro F1 {100 * f1_score(test_labels, predictions, average='macro'):.1f}  "
    f"({len(test_labels)} examples)"
)
