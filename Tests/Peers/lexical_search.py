"""Compares the ranking by words with rank-bm25 on a collection, and prints the MAP of both.

    python3 Tests/Peers/lexical_search.py cranfield --textae .build/release/textae

`cranfield` is a folder of docs.tsv, queries.tsv and qrels.tsv. rank-bm25 gets the words of a plain
splitting, whole and by the stems of snowballstemmer; its inverse document frequencies are its own, and
once more those with 1 added inside the logarithm. Needs `rank-bm25`, `snowballstemmer` and NumPy.
"""

import argparse
import json
import math
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import numpy as np
import snowballstemmer
from rank_bm25 import BM25Okapi

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=Path)
parser.add_argument("--textae", default=".build/release/textae")
parser.add_argument("--model", help="also rank by this model's vectors, and by both")
arguments = parser.parse_args()


def rows(name):
    lines = (arguments.folder / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line]


documents = rows("docs.tsv")
queries = rows("queries.tsv")
grades = defaultdict(dict)
for query, document, grade in rows("qrels.tsv"):
    if float(grade) > 0:
        grades[query][document] = float(grade)
ids = [document[0] for document in documents]
stemmer = snowballstemmer.stemmer("english")


def mean_average_precision(scores_of):
    precisions = []
    for query, text in queries:
        relevant = grades[query]
        if not relevant:
            continue
        found, total = 0, 0.0
        for rank, place in enumerate(np.argsort(-scores_of(text), kind="stable"), 1):
            if ids[place] in relevant:
                found += 1
                total += found / rank
        precisions.append(total / len(relevant))
    return 100 * float(np.mean(precisions))


def peer(stems, smooth):
    def words(text):
        found = re.findall(r"[a-z0-9]+", text.lower())
        return stemmer.stemWords(found) if stems else found

    # The text of a document begins with its title.
    texts = [words(document[-1]) for document in documents]
    bm25 = BM25Okapi(texts, k1=1.2, b=0.75)
    if smooth:
        count = defaultdict(int)
        for text in texts:
            for word in set(text):
                count[word] += 1
        for word, n in count.items():
            bm25.idf[word] = math.log(1 + (len(texts) - n + 0.5) / (n + 0.5))
    return mean_average_precision(lambda text: bm25.get_scores(words(text)))


for stems in [False, True]:
    for smooth in [False, True]:
        name = f"rank-bm25{', stems' if stems else ''}{', 1 + in idf' if smooth else ''}"
        print(f"{name:36} {peer(stems, smooth):6.2f}")
rankings = ["words"] + (["vectors", "hybrid"] if arguments.model else [])
for ranking in rankings:
    command = [arguments.textae, "evaluate", str(arguments.folder), "--rank", ranking, "--json"]
    if arguments.model:
        command += ["--model", arguments.model]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"{'textae, ' + ranking:36} {100 * result['meanAveragePrecision']:6.2f}"
          f"   nDCG@10 {100 * result['normalizedGainAt10']:6.2f}")
