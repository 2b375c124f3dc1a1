#!/usr/bin/env bash
# fastText (PyPI fasttext-wheel 0.9.2): with fewer than ten threads, most input vectors begin as zeros.
#
# Training begins with random input vectors. The fill is cut into ten blocks, and each thread fills
# one. With n < 10 threads, n tenths of the matrix get random numbers and the rest stays zero. Rows
# that are never updated show it: character n-gram buckets that no word of the text hashes to. A word
# that is composed of such n-grams later has shorter vectors than it would from ten threads, and
# models trained with four threads and with twelve differ by more than the order of updates.
#
# Seen with 20,000 buckets and a text of five words, in percent of input rows that are all zero:
#   1 thread 90, 4 threads 60, 9 threads 10, 10 threads 0
# Exits with 0 if that is so, with 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "fasttext-wheel==0.9.2" "numpy==1.26.4"
cd "$folder"
for _ in $(seq 200); do echo "the cook sees two boats"; done > text.txt
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import fasttext

found = {}
for threads in (1, 4, 9, 10):
    model = fasttext.train_unsupervised(
        "text.txt", dim=10, bucket=20000, epoch=1, minCount=1, thread=threads, verbose=0)
    rows = model.get_input_matrix()
    found[threads] = round(100 * sum(not row.any() for row in rows) / len(rows))
print("percent of rows that are zero, by threads:", found)
expected = {1: 90, 4: 60, 9: 10, 10: 0}
sys.exit(0 if all(abs(found[n] - expected[n]) <= 1 for n in expected) else 1)
PYTHON
