"""Takes word vectors from `textae` to gensim and back, in word2vec's text and binary formats.

    python3 Tests/Peers/word2vec_roundtrip.py [--textae .build/release/textae]

Needs numpy and gensim. Trains on a text with unusual words, exports the vectors for gensim, and
compares words, numbers and neighbors. Then gensim writes vectors of unusual words and `textae` reads
them. Finally headers are changed and files are truncated, which must be refused. Exits with 1 if a
check fails.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors

SENTENCES = [
    "the naïve café sells crème brûlée 🙂 to everyone .",
    "日本 の 文 は 短い , das Straßenschild ist groß",
    "don't e-mail 3.14 or 1,000 to #hash @home \" quoted '",
    "Ωmega ελληνικά русский עברית العربية हिन्दी",
    "x\u0301 combining and \U0001F468\u200D\U0001F469\u200D\U0001F467 joined",
]
ODD = [
    "</s>", "<unk>", "naïve", "日本語", "🙂", "x\u0301", "\u200b", "0.5", "-1", "1e5", "\"", "\\n", "a_b",
    "\u00a0", "\u2028", "w" * 300, "Ωmega", "\U0001F468\u200D\U0001F469", "nan", "12", "'",
]
FORMATS = [("word2vec", False), ("word2vec-binary", True)]


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


def ours_in_gensim(textae, folder):
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(SENTENCES * 20) + "\n")
    model = folder / "odd.skipgram"
    run(textae, "skipgram", str(corpus), "--output", str(model), "--dimension", "24", "--epochs", "20",
        "--deterministic", "--quiet")
    wrong = 0
    loaded = {}
    for name, binary in FORMATS:
        path = folder / f"ours.{name}"
        run(textae, "export", "--model", str(model), "--format", name, "--output", str(path), "--quiet")
        loaded[binary] = KeyedVectors.load_word2vec_format(path, binary=binary)
    text, binary = loaded[False], loaded[True]
    wrong += check("text and binary: the same words in the same order",
                   text.index_to_key == binary.index_to_key and len(text) > 40)
    wrong += check("text and binary: the same bits", np.array_equal(
        text.vectors.view(np.uint32), binary.vectors.view(np.uint32)))
    wrong += check("unusual words are complete", {"naïve", "日本", "🙂", "русский"} <= set(text.index_to_key))
    for word in ["naïve", "日本", "🙂"]:
        answer = json.loads(run(textae, "neighbors", "--model", str(model), "--count", "5", "--json", word))
        expected = text.most_similar(word, topn=5)
        same = all(
            abs(found["score"] - score) < 1e-5 for found, (_, score) in zip(answer["neighbors"], expected))
        wrong += check(f"neighbors of {word}: the scores of gensim", same)
    return wrong


def gensims_in_ours(textae, folder):
    random = np.random.default_rng(3)
    vectors = KeyedVectors(vector_size=12)
    numbers = random.normal(0, 1, (len(ODD), 12)).astype(np.float32)
    numbers[3] *= 1e-30
    numbers[4] *= 1e30
    vectors.add_vectors(ODD, numbers)
    wrong = 0
    for name, binary in FORMATS:
        path = folder / f"gensim.{name}"
        vectors.save_word2vec_format(path, binary=binary)
        for back, back_binary in FORMATS:
            again = folder / f"again.{name}.{back}"
            run(textae, "export", "--model", str(path), "--format", back, "--output", str(again), "--quiet")
            read = KeyedVectors.load_word2vec_format(again, binary=back_binary)
            wrong += check(f"gensim {name} to {back}: words", read.index_to_key == ODD)
            wrong += check(f"gensim {name} to {back}: bits", np.array_equal(
                read.vectors.view(np.uint32), numbers.view(np.uint32)))
    return wrong


def forged(textae, folder):
    wrong = 0
    for name, _ in FORMATS:
        content = (folder / f"gensim.{name}").read_bytes()
        body = content.split(b"\n", 1)[1]
        changed = {
            "cut in the middle": content[: len(content) // 2],
            "cut by one byte": content[:-2] if name == "word2vec" else content[:-1],
            "a count too large": b"22 12\n" + body,
            "a forged count": b"999999999999 12\n" + body,
            "a forged dimension": b"21 999999999\n" + body,
            "a dimension too small": b"21 11\n" + body,
            "a count too small": b"20 12\n" + body,
        }
        for what, data in changed.items():
            if (name, what) == ("word2vec", "cut by one byte"):
                continue  # Only the last number loses a digit, which no reader can detect.
            path = folder / "forged"
            path.write_bytes(data)
            done = subprocess.run(
                [textae, "neighbors", "--model", str(path), "naïve"], capture_output=True, check=False,
                timeout=60)
            wrong += check(f"{name}, {what}: refused", done.returncode == 65)
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--textae", default=".build/release/textae")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wrong = ours_in_gensim(options.textae, folder)
        wrong += gensims_in_ours(options.textae, folder)
        wrong += forged(options.textae, folder)
    if wrong:
        raise SystemExit(f"{wrong} checks failed")


if __name__ == "__main__":
    main()
