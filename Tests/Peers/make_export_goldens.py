"""Writes Tests/VectorSearchTests/Goldens/export with the programs that `index export` writes for.

    python3 Tests/Peers/make_export_goldens.py

The same four rows, of which the second was removed, as NumPy, faiss, sqlite-vec and PostgreSQL with pgvector
write them themselves. Needs numpy, faiss-cpu 1.15, sqlite-vec 0.1 with apsw
(not every Python's own sqlite3 loads extensions), pgserver 0.1 (PostgreSQL 16 with pgvector
0.6) and psycopg 3.
"""

import tempfile
from pathlib import Path

import apsw
import faiss
import faiss.contrib.vecs_io
import numpy as np
import pgserver
import psycopg
import sqlite_vec

FOLDER = Path(__file__).parent.parent / "VectorSearchTests" / "Goldens" / "export"
IDS = np.array([0, 2, 3])
VECTORS = np.array([[0, 0.5, -1], [3.25, -0.125, 7], [0.001, 0, 2]], np.float32)
SENTENCES = ["the mill", "it's \"hot\"\tçå", "a line\\\nbreak"]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.save(FOLDER / "vectors.npy", VECTORS)
    np.save(FOLDER / "ids.npy", IDS)
    faiss.contrib.vecs_io.fvecs_write(str(FOLDER / "vectors.fvecs"), VECTORS)
    for name, flat in (("l2", faiss.IndexFlatL2(3)), ("dot", faiss.IndexFlatIP(3))):
        index = faiss.IndexIDMap(flat)
        index.add_with_ids(VECTORS, IDS)
        faiss.write_index(index, str(FOLDER / f"{name}.faiss"))
    database = apsw.Connection(":memory:")
    database.enable_load_extension(True)
    database.load_extension(sqlite_vec.loadable_path())
    blobs = [database.execute("SELECT vec_f32(?)", [str(v.tolist())]).fetchone()[0] for v in VECTORS]
    (FOLDER / "sqlite.txt").write_text("".join(f"x'{blob.hex()}'\n" for blob in blobs))
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(folder)
        try:
            with psycopg.connect(server.get_uri()) as connection:
                connection.execute("CREATE EXTENSION vector")
                connection.execute(
                    "CREATE TABLE r (id bigint, sentence text, fields jsonb, embedding vector(3))")
                for id, sentence, vector in zip(IDS, SENTENCES, VECTORS):
                    connection.execute(
                        "INSERT INTO r VALUES (%s, %s, '{}', %s)", [int(id), sentence, str(vector.tolist())])
                with connection.cursor().copy("COPY r TO STDOUT WITH (FORMAT binary)") as copy:
                    (FOLDER / "rows.pgcopy").write_bytes(b"".join(copy))
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
