#!/usr/bin/env bash
# sqlite-vec (PyPI 0.1.9): a vector of zeros is the nearest neighbor of every query by the cosine.
#
# The cosine with a vector of zeros is not defined. A table vec0 with distance_metric=cosine takes such a
# vector, finds it among the k nearest of any query, and gives NULL for its distance. SQLite sorts NULL before
# all numbers, so the query of the documentation, ORDER BY distance, puts it first. Vectors of zeros are
# common: many embedders give one for an empty text or one without a known word. numpy and pgvector have NaN
# there; faiss and hnswlib, which expect unit vectors, take the product, 0, so the row is far away.
#
# Seen for the query (1, 0) and the rows 1 (1, 0), 2 (0, 0), 3 (0, 1), the two nearest:
#   [(2, None), (1, 0.0)]
# Exits with 0 if that is so, with 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "sqlite-vec==0.1.9" "apsw==3.54.1.0"
"$folder/venv/bin/python" - <<'PYTHON'
import struct
import sys

import apsw
import sqlite_vec

connection = apsw.Connection(":memory:")
connection.enable_load_extension(True)
connection.load_extension(sqlite_vec.loadable_path())
connection.execute("CREATE VIRTUAL TABLE rows USING vec0(embedding float[2] distance_metric=cosine)")
for number, row in ((1, (1, 0)), (2, (0, 0)), (3, (0, 1))):
    connection.execute("INSERT INTO rows(rowid, embedding) VALUES (?, ?)", (number, struct.pack("<2f", *row)))
found = connection.execute(
    "SELECT rowid, distance FROM rows WHERE embedding MATCH ? AND k = 2 ORDER BY distance",
    (struct.pack("<2f", 1, 0),)).fetchall()
print("nearest two:", found)
sys.exit(0 if found == [(2, None), (1, 0.0)] else 1)
PYTHON
