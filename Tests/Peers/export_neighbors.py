"""Compares the neighbors that faiss, sqlite-vec and pgvector find in `index export` with those of textae.

    python3 Tests/Peers/export_neighbors.py --textae .build/release/textae [--rows 20000] [--queries 1000]

Indexes clustered random vectors, with sentences, a column, and every ninth row removed, by each metric that
the other program knows. Exports the index, loads it there, and asks for the ten nearest rows to each query by
comparing all of them. Lists of ids must be equal but for scores within 1e-5, which single precision swaps.
The index that load.sql suggests must find nine of ten. NumPy arrays, fvecs, and sentences and columns in
PostgreSQL and SQLite are compared with what was indexed.
Needs numpy, faiss-cpu, sqlite-vec, apsw, psycopg, and pgserver, which brings PostgreSQL with pgvector; with
--postgres URI, a server of yours is used, in which the table textae_rows must not exist. psql must be found.
A server of pgserver is stopped at the end. Exits with 1 if anything differs.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time

import apsw
import faiss
import faiss.contrib.vecs_io
import numpy as np
import psycopg
import sqlite_vec

COUNT, DIMENSION = 10, 96
STRANGE = ["it's \"quoted\", ok\\", "tab\tand ünïcödé 日本 🙂", "-- ;'' {}", ""]


def textae(program, *words):
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"textae {' '.join(words)}: {done.returncode}\n{done.stderr}")
    return done.stdout


def scores(metric, vectors, query):
    """Higher is nearer, in double precision."""
    vectors, query = vectors.astype(np.float64), query.astype(np.float64)
    if metric == "l2":
        return -((vectors - query) ** 2).sum(axis=1)
    product = vectors @ query
    if metric == "cosine":
        product /= np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return product


class Comparison:
    def __init__(self, metric, vectors, queries, expected):
        self.metric, self.vectors, self.queries, self.expected = metric, vectors, queries, expected
        self.failures = 0

    def judge(self, program, found, seconds):
        equal = tied = wrong = 0
        for query, ours, theirs in zip(self.queries, self.expected, found):
            if list(ours) == list(theirs):
                equal += 1
                continue
            mine, other = (np.sort(scores(self.metric, self.vectors[list(ids)], query)) for ids in (ours, theirs))
            if len(set(theirs)) == COUNT and np.allclose(mine, other, rtol=1e-5, atol=1e-6):
                tied += 1
            else:
                wrong += 1
        self.failures += wrong + (len(found) != len(self.expected))
        print(f"{program}, {self.metric}: {equal} lists equal, {tied} but for ties, {wrong} wrong; {seconds:.1f} s")

    def check(self, what, is_right):
        self.failures += not is_right
        if not is_right:
            print(f"{what}: WRONG")


def with_faiss(folder, comparison):
    index = faiss.read_index(folder + "/index.faiss")
    queries = comparison.queries
    if comparison.metric == "cosine":
        queries = queries / np.linalg.norm(queries, axis=1, keepdims=True)
    start = time.perf_counter()
    _, found = index.search(queries.astype(np.float32), COUNT)
    comparison.judge("faiss", found.tolist(), time.perf_counter() - start)


def with_sqlite(folder, comparison):
    database = apsw.Connection(":memory:")
    database.enable_load_extension(True)
    database.load_extension(sqlite_vec.loadable_path())
    with open(folder + "/rows.sql", encoding="utf-8") as file:
        database.execute(file.read())
    query = ("SELECT id FROM textae_vectors JOIN textae_rows USING (id) "
             "WHERE embedding MATCH ? AND k = 10 ORDER BY distance")
    start = time.perf_counter()
    found = [[row[0] for row in database.execute(query, [q.tobytes()])] for q in comparison.queries]
    comparison.judge("sqlite-vec", found, time.perf_counter() - start)
    return {row[0]: (row[1], json.loads(row[2])) for row in database.execute("SELECT * FROM textae_rows")}


def with_postgres(uri, psql, folder, comparison):
    done = subprocess.run([psql, uri, "-v", "ON_ERROR_STOP=1", "-q", "-f", "load.sql"], cwd=folder,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"psql: {done.stderr}")
    sign = {"cosine": "<=>", "dot": "<#>", "l2": "<->"}[comparison.metric]
    with psycopg.connect(uri) as connection:
        query = f"SELECT id FROM textae_rows ORDER BY embedding {sign} %s::vector, id LIMIT {COUNT}"
        start = time.perf_counter()
        found = [[row[0] for row in connection.execute(query, [str(q.tolist())])] for q in comparison.queries]
        comparison.judge("pgvector", found, time.perf_counter() - start)
        rows = connection.execute("SELECT id, sentence, fields FROM textae_rows").fetchall()
        with open(folder + "/load.sql", encoding="utf-8") as file:
            command = next(line.removeprefix("-- ") for line in file if line.startswith("-- CREATE INDEX"))
        connection.execute(command)
        connection.execute("SET hnsw.ef_search = 200")
        connection.execute("SET enable_seqscan = off")
        near = query.replace(", id LIMIT", " LIMIT")
        found = [{row[0] for row in connection.execute(near, [str(q.tolist())])} for q in comparison.queries[:100]]
        recall = sum(len(ids & set(right)) for ids, right in zip(found, comparison.expected)) / COUNT / len(found)
        print(f"pgvector, {comparison.metric}: its graph finds {100 * recall:.1f} % of them")
        comparison.check("the index of load.sql", recall > 0.9)
        version = connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'").fetchone()[0]
        print(f"pgvector {version}, {connection.info.server_version}")
        connection.execute("DROP TABLE textae_rows")
    return {row[0]: (row[1], row[2]) for row in rows}


def compare(program, folder, metric, vectors, queries, uri, psql):
    index = f"{folder}/{metric}.index"
    sentences = [STRANGE[row % 50] if row % 50 < len(STRANGE) else f"sentence {row}" for row in range(len(vectors))]
    np.save(folder + "/vectors.npy", vectors)
    np.save(folder + "/queries.npy", queries)
    with open(folder + "/table.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["label", "text"])
        writer.writerows((f"'{row}\\", sentence) for row, sentence in enumerate(sentences))
    textae(program, "index", "build", folder + "/table.csv", "--text-column", "text", "--vectors",
           folder + "/vectors.npy", "--metric", metric, "--no-words", "--output", index, "--quiet")
    removed = range(0, len(vectors), 9)
    textae(program, "index", "remove", index, *map(str, removed), "--quiet")
    kept = np.setdiff1d(np.arange(len(vectors)), removed)
    answers = textae(program, "search", "--index", index, "--vectors", folder + "/queries.npy", "--count", str(COUNT),
                     "--json", "--quiet").splitlines()
    expected = [[found["id"] for found in json.loads(line)["neighbors"]] for line in answers]
    comparison = Comparison(metric, vectors, queries, expected)
    expected_rows = {int(row): (sentences[row], {"label": f"'{row}\\"}) for row in kept}
    for form in ("numpy", "fvecs", "projector", "faiss", "pgcopy", "sqlite"):
        output = f"{folder}/{metric}-{form}"
        if form == "sqlite" and metric == "dot":
            continue
        textae(program, "index", "export", index, "--format", form, "--output", output, "--quiet")
        if form == "faiss":
            with_faiss(output, comparison)
        elif form == "pgcopy":
            comparison.check("rows of pgvector", with_postgres(uri, psql, output, comparison) == expected_rows)
        elif form == "sqlite":
            comparison.check("rows of SQLite", with_sqlite(output, comparison) == expected_rows)
    stored = vectors[kept]
    if metric == "cosine":
        stored = stored / np.linalg.norm(stored.astype(np.float64), axis=1, keepdims=True)
    numpy = f"{folder}/{metric}-numpy"
    comparison.check("ids.npy", np.array_equal(np.load(numpy + "/ids.npy"), kept))
    comparison.check("vectors.npy", np.allclose(np.load(numpy + "/vectors.npy"), stored, atol=1e-7, rtol=1e-6))
    fvecs = faiss.contrib.vecs_io.fvecs_read(f"{folder}/{metric}-fvecs/vectors.fvecs")
    comparison.check("vectors.fvecs", np.array_equal(fvecs, np.load(numpy + "/vectors.npy")))
    tsv = np.loadtxt(f"{folder}/{metric}-projector/vectors.tsv", dtype=np.float32, delimiter="\t")
    comparison.check("vectors.tsv", np.array_equal(tsv, fvecs))
    with open(numpy + "/rows.jsonl", encoding="utf-8") as file:
        rows = {row["id"]: (row["sentence"], row["fields"]) for row in map(json.loads, file)}
    comparison.check("rows.jsonl", rows == expected_rows)
    return comparison.failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--textae", required=True)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--postgres", help="URI of a server with pgvector; without it, that of pgserver is used")
    options = parser.parse_args()
    generator = np.random.default_rng(5)
    centers = generator.standard_normal((500, DIMENSION))

    def points(count):
        chosen = centers[generator.integers(0, len(centers), count)]
        return (chosen + 0.7 * generator.standard_normal(chosen.shape)).astype(np.float32)

    vectors, queries = points(options.rows), points(options.queries)
    server, psql = None, "psql"
    with tempfile.TemporaryDirectory() as folder:
        try:
            uri = options.postgres
            if uri is None:
                import pgserver

                server = pgserver.get_server(folder + "/server")
                uri = server.get_uri()
                psql = os.path.join(os.path.dirname(pgserver.__file__), "pginstall", "bin", "psql")
            failures = sum(
                compare(os.path.abspath(options.textae), folder, metric, vectors, queries, uri, psql)
                for metric in ("cosine", "dot", "l2"))
        finally:
            if server is not None:
                server.cleanup()
    print("passed" if failures == 0 else f"FAILED: {failures}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
