"""Checks that `textae embed` gives the final hidden state of torch.nn.LSTM with the same weights.

    python3 Tests/Peers/encoder_parity.py --textae .build/release/textae --corpus FILE

Trains small models of one and two layers, in one and both directions, with and without a bottleneck,
and compresses each with `model compress` to numbers of 8 and 16 bits. Runs the ids of
`vocab show --json` through torch and compares the vectors with a tolerance of 1e-5.
Needs torch, safetensors and numpy.
"""

import argparse
import io
import itertools
import json
import subprocess
import sys
import tempfile

import numpy
import torch
from twin import Twin, padded, shape_of

parser = argparse.ArgumentParser()
parser.add_argument("--textae", required=True)
parser.add_argument("--corpus", required=True)
arguments = parser.parse_args()


def textae(*words, text=None):
    result = subprocess.run([arguments.textae, *words], input=text, stdout=subprocess.PIPE, check=True)
    return result.stdout


with open(arguments.corpus, encoding="utf-8") as file:
    lines = [line.rstrip("\n") for line, _ in zip(file, range(3000))]
queries = lines[:200] + ["", "a", " ".join(lines[:8]), "zzzz qqqq", "!"]
text = ("\n".join(queries) + "\n").encode()

worst = 0.0
with tempfile.TemporaryDirectory() as folder:
    corpus = folder + "/corpus.txt"
    with open(corpus, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    for layers, both, latent in itertools.product((1, 2), (False, True), (None, 24)):
        model = f"{folder}/m{layers}{both}{latent}.textae"
        words = ["train", corpus, "--output", model, "--embedding-size", "20", "--hidden-size", "36"]
        words += ["--layers", str(layers), "--epochs", "1", "--vocabulary-size", "1000", "--quiet"]
        words += ["--tokenizer-model", "word"]
        words += ["--bidirectional"] if both else []
        words += ["--latent-size", str(latent)] if latent else []
        textae(*words)
        shown = textae("vocab", "show", "--tokenizer", model + "/tokenizer.json", "--json", "-", text=text)
        ids = [json.loads(line)["ids"] for line in shown.splitlines()]
        ids = [i if len(i) <= 101 else i[:100] + [i[-1]] for i in ids]
        twin = Twin(shape_of(model))
        for numbers in ("f32", "int8", "f16", "bf16"):
            stored = model
            if numbers != "f32":
                stored = f"{folder}/{numbers}.textae"
                textae("model", "compress", model, "--numbers", numbers, "--output", stored, "--overwrite", "--quiet")
            twin.load(stored + "/model.safetensors")
            with torch.no_grad():
                expected = twin.encode(*padded(ids)).numpy()
            vectors = textae(
                "embed", "--model", stored, "--precision", "f32", "--raw", "--format", "npy", "--output", "-",
                "-", text=text,
            )
            found = numpy.load(io.BytesIO(vectors))
            assert found.shape == expected.shape, (found.shape, expected.shape)
            error = numpy.linalg.norm(found - expected, axis=1) / numpy.linalg.norm(expected, axis=1)
            worst = max(worst, float(error.max()))
            print(f"layers {layers}, bidirectional {both}, latent {latent}, {numbers}: {error.max():.2e}")

print("passed" if worst < 1e-5 else "FAILED")
sys.exit(0 if worst < 1e-5 else 1)
