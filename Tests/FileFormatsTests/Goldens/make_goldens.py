"""Makes the files that the tests of FileFormats read, with the libraries that own the formats.

Run in this folder with numpy, safetensors and gensim installed: python3 make_goldens.py
"""

import numpy as np
from gensim.models import KeyedVectors
from safetensors.numpy import save_file

# Every value is exact in half precision, so that all types hold the same matrix.
matrix = np.arange(12, dtype=np.float32).reshape(3, 4) / 4 - 1

for name, dtype in [("f2", "<f2"), ("f4", "<f4"), ("f8", "<f8")]:
    np.save(f"matrix_{name}.npy", matrix.astype(dtype))
for version in [2, 3]:
    with open(f"matrix_v{version}.npy", "wb") as file:
        np.lib.format.write_array(file, matrix, version=(version, 0))
np.save("vector.npy", matrix[1])
np.save("empty.npy", matrix[:0])
np.save("fortran.npy", np.asfortranarray(matrix))
np.save("integers.npy", np.arange(3))
np.save("bigendian.npy", matrix.astype(">f4"))
for name, dtype in [("f2", ">f2"), ("f8", ">f8")]:
    np.save(f"fortran_big_{name}.npy", np.asfortranarray(matrix.astype(dtype)))
np.save("cube.npy", matrix.reshape(3, 2, 2))

save_file(
    {
        "matrix": matrix,
        "half": matrix.astype(np.float16),
        "double": matrix.astype(np.float64),
        "ids": np.arange(5, dtype=np.int64),
        "scalar": np.array(2.5, dtype=np.float32),
    },
    "tensors.safetensors",
    metadata={"made_by": "safetensors"},
)

words = ["the", "naïve", "日本", "🙂"]
vectors = np.array([[0.1, -1e-5, 3.25], [1, 2, 3], [-0.5, 1e10, 0], [7, 8, 9.5]], dtype=np.float32)
keyed = KeyedVectors(vector_size=3)
keyed.add_vectors(words, vectors)
keyed.save_word2vec_format("vectors.txt")
keyed.save_word2vec_format("vectors.bin", binary=True)
with open("vectors_c.bin", "wb") as file:  # as word2vec.c writes it, a newline after every vector
    file.write(b"4 3\n")
    for word, vector in zip(words, vectors):
        file.write(word.encode() + b" " + vector.tobytes() + b"\n")
with open("glove.txt", "w") as file:  # as GloVe writes it, no header; one word has spaces in it
    for word, vector in zip([". . ."] + words[1:], vectors):
        file.write(word + "".join(f" {value:.9g}" for value in vector) + "\n")
np.savez("one.npz", emb=matrix)
np.savez("two.npz", a=matrix, b=matrix[:2])
np.savez_compressed("compressed.npz", emb=matrix)
