"""Compares the vectors of sentences, quantized to few bits, with gzip and zstd: bits a sentence and what comes back.

    python3 Tests/Recipes/compression.py SENTENCES TRAINING [--model MODEL.textae] [--textae .build/release/textae]
        [--count 1000] [--rounds 0]

SENTENCES and TRAINING have one sentence a line; none of the first should be in the second, which only the
dictionaries and the scales of single bits are made from. Needs NumPy and the program zstd. The rows:

- text: UTF-8, without the end of the line;
- deflate, alone and with a dictionary: zlib at level 9 without header, each sentence by itself; the dictionary
  is the last 32 KB of the training text;
- zstd, alone and with a dictionary: level 19, each sentence by itself, with the frame it needs at the least; the
  dictionary of 110 KB is what `zstd --train` makes of the training text;
- xz of all: one stream over all sentences in their order, from which no single one can be taken;
- f32 to 1 bit: the vector from which `reconstruct --vectors` writes the sentence again. 8 and 4 bits are steps of
  the largest number of the vector, which takes 16 bits more. One bit is the sign of the difference from the mean
  of its number over the training text; a sign stands for the mean difference on its side.

Exact is the share of sentences that come back but for capitals; right is the share of right words, by edit distance.
"""

import argparse
import lzma
import pathlib
import subprocess
import tempfile
import zlib

import numpy

from family import distance


def embed(options, sentences, folder):
    path = pathlib.Path(folder) / "vectors.npy"
    subprocess.run([options.textae, "embed", "-", "--raw", "--output", path, "--overwrite", "--quiet", *options.own],
                   input="\n".join(sentences) + "\n", text=True, check=True)
    return numpy.load(path)


def decoded(options, vectors, folder):
    path = pathlib.Path(folder) / "decoded.npy"
    numpy.save(path, vectors.astype(numpy.float32))
    done = subprocess.run([options.textae, "reconstruct", "--vectors", path, "--rounds", str(options.rounds),
                           *options.own], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def spelled(sentence):
    """A sentence without what a model need not keep: capitals, and how many spaces there are."""
    return " ".join(sentence.lower().split())


def quantized(vectors, training, bits):
    if bits == 32:
        return vectors
    if bits == 1:
        means = training.mean(0)
        above = training >= means
        differences = numpy.abs(training - means)
        high = (differences * above).sum(0) / numpy.maximum(above.sum(0), 1)
        low = (differences * ~above).sum(0) / numpy.maximum((~above).sum(0), 1)
        return means + numpy.where(vectors >= means, high, -low)
    most = 2 ** (bits - 1) - 1
    scales = numpy.maximum(numpy.abs(vectors).max(1, keepdims=True), 1e-30).astype(numpy.float16).astype(numpy.float32)
    return numpy.clip(numpy.round(vectors / scales * most), -most, most) / most * scales


def zstandard(sentences, folder, dictionary=None):
    """Bytes of each sentence, compressed by the program; one file for each, all in one call."""
    place = pathlib.Path(folder) / ("zstd-dictionary" if dictionary else "zstd")
    place.mkdir()
    for number, sentence in enumerate(sentences):
        (place / f"{number}").write_bytes(sentence)
    options = ["-D", dictionary] if dictionary else []
    subprocess.run(["zstd", "-q", "-19", "--no-check", "--no-dictID", *options, "-r", place], check=True)
    return sum((place / f"{number}.zst").stat().st_size for number in range(len(sentences)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sentences")
    parser.add_argument("training")
    parser.add_argument("--model", help="default: the model that comes with textae")
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=0, help="of correction by reconstruct")
    options = parser.parse_args()
    options.own = ["--model", options.model] if options.model else []

    def lines(path, count):
        return [line for line in pathlib.Path(path).read_text().splitlines() if line.strip()][:count]

    sentences, training = lines(options.sentences, options.count), lines(options.training, 100_000)
    data = [sentence.encode() for sentence in sentences]
    rows = [("text", sum(map(len, data)), None)]

    def deflate(dictionary):
        def one(text):
            own = {"zdict": dictionary} if dictionary else {}
            packer = zlib.compressobj(9, wbits=-15, **own)
            return len(packer.compress(text) + packer.flush())
        return sum(map(one, data))

    with tempfile.TemporaryDirectory() as folder:
        rows.append(("deflate", deflate(None), None))
        rows.append(("deflate with a dictionary", deflate("\n".join(training).encode()[-32768:]), None))
        rows.append(("zstd", zstandard(data, folder), None))
        place = pathlib.Path(folder) / "training"
        place.mkdir()
        for number, line in enumerate(training[:60_000]):
            (place / f"{number}").write_text(line)
        dictionary = f"{folder}/dictionary"
        subprocess.run(["zstd", "-q", "--train", "-r", place, "--maxdict=112640", "-o", dictionary], check=True)
        rows.append(("zstd with a dictionary", zstandard(data, folder, dictionary), None))
        rows.append(("xz of all", len(lzma.compress(b"\n".join(data), preset=9)), None))
        vectors, known = embed(options, sentences, folder), embed(options, training[:5_000], folder)
        wanted = list(map(spelled, sentences))
        tokens = sum(len(sentence.split()) for sentence in wanted)
        for bits in (32, 8, 4, 1):
            answers = list(map(spelled, decoded(options, quantized(vectors, known, bits), folder)))
            exact = sum(answer == sentence for answer, sentence in zip(answers, wanted)) / len(wanted)
            wrong = sum(distance(answer.split(), sentence.split()) for answer, sentence in zip(answers, wanted))
            size = vectors.shape[1] * bits / 8 + (2 if bits in (4, 8) else 0)
            name = "f32" if bits == 32 else f"{bits} bit" + ("s" if bits > 1 else "")
            rows.append((f"vector, {name}", size * len(sentences), (100 * exact, 100 * (1 - wrong / tokens))))
    print("| form | bits a sentence | exact | words right |\n| --- | ---: | ---: | ---: |")
    for name, size, quality in rows:
        cells = ("100.0 %", "100.0 %") if quality is None else tuple(f"{max(0, value):.1f} %" for value in quality)
        print(f"| {name} | {8 * size / len(sentences):,.0f} | {cells[0]} | {cells[1]} |")


if __name__ == "__main__":
    main()
