"""Reads every file that `textae` writes with the library that owns its format.

    python3 Tests/Peers/files_roundtrip.py [--textae .build/release/textae]

Needs numpy, safetensors and gensim. Trains a tiny model, embeds in every format, and checks that all
files contain the same numbers. Then damages files and checks that they are refused. Exits with 1 if
a check fails.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors
from safetensors import safe_open
from safetensors.numpy import load_file

SENTENCES = [
    "the food was good", "the service was bad", "i like this place", "", "naïve café 日本 🙂",
    'a "quoted" word', "the food was good", "tab\there and more",
]


def run(textae, *arguments, status=0):
    done = subprocess.run([textae, *arguments], capture_output=True, check=False)
    if done.returncode != status:
        raise SystemExit(
            f"textae {' '.join(arguments)}: {done.returncode}, expected {status}\n"
            + done.stderr.decode(errors="replace"))
    return done.stdout


def check(name, condition):
    print(("ok      " if condition else "WRONG   ") + name)
    return 0 if condition else 1


def train(textae, folder):
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(SENTENCES * 20) + "\n")
    model = folder / "tiny.textae"
    run(textae, "train", str(corpus), "--output", str(model), "--tokenizer-model", "bpe",
        "--vocabulary-size", "300", "--embedding-size", "8", "--hidden-size", "16", "--epochs", "1",
        "--batch-size", "8", "--seed", "1", "--quiet")
    return model


def check_vectors(textae, folder, model):
    lines = folder / "sentences.txt"
    lines.write_text("\n".join(SENTENCES) + "\n")
    files = {}
    for kind in ["npy", "jsonl", "tsv", "word2vec", "raw"]:
        files[kind] = folder / f"vectors.{kind}"
        run(textae, "embed", "--model", str(model), str(lines), "--format", kind, "--precision",
            "f32", "--output", str(files[kind]), "--quiet")
    matrix = np.load(files["npy"])
    records = [json.loads(line) for line in files["jsonl"].read_text().splitlines()]
    as_json = np.array([record["vector"] for record in records], dtype=np.float32)
    table = np.loadtxt(files["tsv"], delimiter="\t", dtype=np.float32, ndmin=2)
    raw = np.fromfile(files["raw"], "<f4").reshape(matrix.shape)
    words = KeyedVectors.load_word2vec_format(files["word2vec"])
    wrong = check("npy: shape and type", matrix.shape == (len(SENTENCES), 16)
                  and matrix.dtype == np.float32)
    wrong += check("jsonl: sentences", [r["sentence"] for r in records] == SENTENCES)
    wrong += check("jsonl: numbers", np.array_equal(as_json, matrix))
    wrong += check("tsv: numbers", np.array_equal(table, matrix))
    wrong += check("raw: numbers", np.array_equal(raw, matrix))
    wrong += check("word2vec: numbers", all(
        np.array_equal(words[key], matrix[row])
        for row, key in [(0, "the_food_was_good"), (4, "naïve_café_日本_🙂"), (3, "_")]))
    piped = run(textae, "embed", "--model", str(model), str(lines), "--format", "npy",
                "--precision", "f32", "--output", "-", "--quiet")
    wrong += check("npy through a pipe: the same bytes", piped == files["npy"].read_bytes())
    return wrong


def check_model(textae, folder, model):
    weights = model / "model.safetensors"
    tensors = load_file(weights)
    wrong = check("safetensors: encoder weights of torch.nn.LSTM",
                  tensors["encoder.lstm.weight_ih_l0"].shape == (64, 8)
                  and tensors["encoder.lstm.weight_hh_l0"].shape == (64, 16))
    with safe_open(weights, "np") as file:
        metadata = file.metadata()
    wrong += check("safetensors: version and checksum", "format_version" in metadata
                   and len(metadata["checksum"]) == 16)
    content = weights.read_bytes()
    lines = str(folder / "sentences.txt")
    refused = True
    for place in [0, 9, 40, len(content) // 2, len(content) - 1]:
        changed = bytearray(content)
        changed[place] ^= 1
        weights.write_bytes(changed)
        done = subprocess.run(
            [textae, "embed", "--model", str(model), lines, "--output", str(folder / "never.npy")],
            capture_output=True, check=False)
        refused = refused and done.returncode in (1, 65) and not (folder / "never.npy").exists()
    weights.write_bytes(content)
    return wrong + check("safetensors: flipped bits are refused, nothing is written", refused)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--textae", default=".build/release/textae")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = train(options.textae, folder)
        wrong = check_vectors(options.textae, folder, model)
        wrong += check_model(options.textae, folder, model)
    if wrong:
        raise SystemExit(f"{wrong} checks failed")


if __name__ == "__main__":
    main()
