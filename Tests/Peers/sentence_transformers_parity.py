"""Compares folders of textae_sentence_transformers.py with `textae embed`, in sentence-transformers.

    python3 Tests/Peers/sentence_transformers_parity.py --textae .build/release/textae --corpus FILE

Makes a folder of the model in the box, and of small ones that are trained here on the first lines of the
corpus: with byte pairs, both directions, two layers, a bottleneck and a post-processing, and with the encoder
`sum`, a k-sparse and a rectified latent. The vectors may differ by 1e-5 of their length, also after the
model was saved by sentence-transformers and loaded again. Needs sentence-transformers 6, safetensors and NumPy.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile

import numpy as np
from sentence_transformers import SentenceTransformer


def textae(program, *words, text=None):
    done = subprocess.run([program, *words], input=text, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"textae {' '.join(words)}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--textae", required=True)
    parser.add_argument("--corpus", required=True)
    options = parser.parse_args()
    program, converter = options.textae, os.path.join(os.path.dirname(__file__), "textae_sentence_transformers.py")
    with open(options.corpus, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line, _ in zip(file, range(400))]
    sentences = [*lines, "", "a", " ".join(lines[:30]), "日本 ça \"x\" 🙂"]
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HF_MODULES_CACHE"] = folder + "/modules"
        corpus = folder + "/corpus.txt"
        with open(corpus, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        small = ["--from-scratch", "--embedding-size", "20", "--hidden-size", "36", "--epochs", "1",
                 "--vocabulary-size", "900", "--quiet"]
        textae(program, "model", "export", "--output", folder + "/box.textae", "--quiet")
        textae(program, "train", corpus, "--output", folder + "/deep.textae", *small, "--bidirectional",
               "--layers", "2", "--latent-size", "24")
        textae(program, "postprocess", "fit", corpus, "--model", folder + "/deep.textae", "--center", "--remove", "2",
               "--quiet")
        textae(program, "train", corpus, "--output", folder + "/sparse.textae", *small, "--encoder", "sum",
               "--latent-size", "24", "--latent", "k-sparse:6")
        textae(program, "train", corpus, "--output", folder + "/rectified.textae", *small, "--latent-size", "24",
               "--latent", "rectified")
        for name in ("box", "deep", "sparse", "rectified"):
            path = f"{folder}/{name}.textae"
            text = ("\n".join(sentences) + "\n").encode()
            expected = np.load(io.BytesIO(textae(
                program, "embed", "--model", path, "--precision", "f32", "--quiet", "--output", "-", "-", text=text)))
            subprocess.run([sys.executable, converter, path, f"{folder}/{name}-st"], check=True)
            model = SentenceTransformer(f"{folder}/{name}-st", trust_remote_code=True, device="cpu")
            model.save_pretrained(f"{folder}/{name}-again")
            again = SentenceTransformer(f"{folder}/{name}-again", trust_remote_code=True, device="cpu")
            for what, loaded in (("loaded", model), ("saved and loaded", again)):
                found = loaded.encode(sentences)
                assert found.shape == expected.shape, (found.shape, expected.shape)
                assert loaded.get_embedding_dimension() == expected.shape[1]
                error = np.linalg.norm(found - expected, axis=1) / np.maximum(np.linalg.norm(expected, axis=1), 1e-9)
                worst = max(worst, float(error.max()))
                print(f"{name}, {what}: {error.max():.1e}")
    print("passed" if worst < 1e-5 else "FAILED")
    sys.exit(0 if worst < 1e-5 else 1)


if __name__ == "__main__":
    main()
