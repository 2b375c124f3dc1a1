"""Compares the ids of `textae vocab show --json` with those of Hugging Face tokenizers.

    python3 Tests/Peers/tokenizers_parity.py --textae .build/release/textae --corpus general.txt.gz

Needs the PyPI package `tokenizers`. For each kind of vocabulary and its options it builds a
tokenizer from the corpus with `textae vocab build`, loads the file here, and compares the ids of
the first lines of the corpus and of difficult Unicode text. Then it does the same with other
normalization forms. Prints every difference; the exit status is then 1. With `--tokenizer FILE`, only
the given file is compared.
"""

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from tokenizers import Tokenizer

VARIANTS = [[], ["--lowercase"], ["--lowercase", "--strip-accents"]]

# Other first steps of the normalizer, for files that `vocab build` does not write.
FORMS = ["NFKC", "NFD", "NFKD", None]

# Encodings are large, so only some lines are compared at a time.
BATCH = 1000


def scalars():
    return [c for c in range(1, 0x110000) if not 0xD800 <= c < 0xE000 and c not in (0x0A,)]


def nasty_lines():
    """Lines known to break tokenizers, as bytes without line ends."""
    chooser = random.Random(7)
    every = scalars()
    lines = [
        b"", b" ", b"   ", b"\t", b"a", b" a", b"a ", b"  a  b  ", b"\x00", b"a\x00b", b"\x00 \x00",
        "👩‍👩‍👧‍👦 👨🏽‍🚀 🏳️‍🌈 🇩🇪🇫🇷 1️⃣ ☝🏿".encode(),
        "e\u0301 é \u0301 a\u0327\u0301 a\u0301\u0327 q\u0323\u0307 \u1e69 s\u0323\u0307".encode(),
        "שָׁלוֹם עולם  مرحبا بالعالم \u200f\u202eabc\u202c \u2067x\u2069".encode(),
        "我能吞下玻璃而不伤身体。日本語のテキスト、カタカナ 한국어 텍스트 각 각".encode(),
        "ﬁ ﬂ Å Å Ω ① ½ ² ㎏ ﷺ Ａｂｃ １２ ｶﾞ".encode(),
        "İstanbul ISTANBUL ıi ẞ ß ΑΣ ΣΑΣ Ǆ ǅ ŉ ﬀ Ꭰ ꭰ".encode(),
        "don't DON'T do n't don’t It's it’s we'll WE'LL I'd 'tis rock 'n' roll '' '''s n't't".encode(),
        b"it's we'll I'm they've you're 's 't 're 've 'll 'd 'S 'x ' s",
        b"... .... ..... !!!!!! -- --- `` '' \"\" a.b.c a--b ?!?! $$$$ _num_ a_b __ # @user http://x.y/z?q=1&r=2",
        b"</s> a</s>b <s><s> <pad> <unk> <blank> < s> <</s>> </S> <pad", b"</s>", b" </s> ", b"<unk><unk>",
        "É</s>é <blank>É\u0301</s>\u0301".encode(),
        "\u00a0\u1680\u2000\u2003\u2028\u2029\u202f\u205f\u3000 \u0085 \u200b\u2060\ufeff x".encode(),
        b"tab\tand\x0bvertical\x0cform \x1c\x1d\x1e\x1f\x7f\x01\x02 \x1b[31mred\x1b[0m",
        b"1234567890 12,345.67 1e-5 0x1F 1st 2nd III", b"a\rb\r c",
        "\ufffd \ufffe \uffff \U0010ffff \ue000".encode(),
        b"a" * 100_000, b"ab" * 50_000, b" " * 100_000, b"!" * 100_000, b"1" * 100_000,
        bytes(chooser.choices(b"abcdefghij", k=100_000)), b"word " * 20_000,
        "é".encode() * 50_000, "e\u0301".encode() * 30_000, "中".encode() * 33_000,
        "👩‍👩‍👧".encode() * 5_000, bytes(chooser.choices(range(1, 10), k=1000)).replace(b"\n", b""),
        ("a" + "\u0301\u0323" * 2000).encode(), b"</s>" * 10_000, b"'" * 5001, b"n't" * 5001,
    ]
    for first in range(0, len(every), 97):
        some = every[first : first + 97]
        lines.append("".join(map(chr, some)).encode())
        lines.append(" ".join("a" + chr(c) + "b" for c in some).encode())
    common = [c for c in every if c < 0x3000]
    parts = ["'s", "n't", "’t", " ", "  ", "a", "N", "</s>", "_", ".", "..", "é", "\u0301", "9", "\t"]
    for _ in range(4000):
        text = "".join(
            chooser.choice(parts) if chooser.random() < 0.6 else chr(chooser.choice(common))
            for _ in range(chooser.randrange(1, 40)))
        lines.append(text.encode())
    composing = [c for c in every if unicodedata.combining(chr(c)) or unicodedata.decomposition(chr(c))]
    for _ in range(6000):
        some = chooser.choices(composing, k=chooser.randrange(1, 12))
        lines.append("".join(chr(c) + chooser.choice(["", "", "", "a", "\u0301", "가"]) for c in some).encode())
    return [line for line in lines if not line.endswith(b"\r")]


def corpus_lines(path, count):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as file:
        return [line.rstrip(b"\r\n") for _, line in zip(range(count), file)]


def our_answers(textae, tokenizer, lines):
    done = subprocess.run(
        [textae, "vocab", "show", "--tokenizer", tokenizer, "-", "--json"],
        input=b"".join(line + b"\n" for line in lines), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def show(name, text, answer, theirs):
    place = next(
        (i for i, (a, b) in enumerate(zip(answer["ids"], theirs.ids)) if a != b),
        min(len(answer["ids"]), len(theirs.ids)))
    print(f"{name}: {text[:80]!r} from token {place} on")
    print("  ours  ", answer["tokens"][place : place + 8])
    print("  theirs", theirs.tokens[place : place + 8])


def differences(textae, path, lines, name):
    peer = Tokenizer.from_file(path)
    ours = our_answers(textae, path, lines)
    if len(ours) != len(lines):
        print(f"{name}: {len(lines)} lines in, {len(ours)} out")
        return 1
    count = 0
    for start in range(0, len(lines), BATCH):
        texts = [line.decode("utf-8", errors="replace") for line in lines[start : start + BATCH]]
        for text, answer, theirs in zip(texts, ours[start:], peer.encode_batch(texts)):
            # Their tokens show the text of unknown words, ours the token that stands for them.
            if answer["ids"] == theirs.ids and answer["tokens"] == [peer.id_to_token(i) for i in theirs.ids]:
                continue
            count += 1
            if count <= 3:
                show(name, text, answer, theirs)
    print(f"{name}: {count} differences in {len(lines)} lines")
    return count


def with_form(path, form, changed):
    """Writes a copy of a tokenizer with another normalization form, or with none."""
    file = json.loads(path.read_text())
    file["normalizer"]["normalizers"] = [{"type": form}] if form else []
    changed.write_text(json.dumps(file, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--vocabulary-size", type=int, default=8000)
    parser.add_argument("--tokenizer", action="append", help="compare only this file")
    arguments = parser.parse_args()

    sets = [("corpus", corpus_lines(arguments.corpus, arguments.lines)), ("nasty", nasty_lines())]

    def compare(path, title):
        return sum(
            differences(arguments.textae, path, lines, f"{title} {name}") for name, lines in sets)

    total = sum(compare(path, Path(path).name) for path in arguments.tokenizer or [])
    if not arguments.tokenizer:
        with tempfile.TemporaryDirectory() as folder:
            for kind in ["word", "bpe"]:
                for flags in VARIANTS:
                    path = Path(folder) / ("-".join([kind, *flags]) + ".json")
                    subprocess.run(
                        [arguments.textae, "vocab", "build", arguments.corpus, "--tokenizer-model", kind,
                         "--vocabulary-size", str(arguments.vocabulary_size), *flags,
                         "--output", str(path)],
                        check=True)
                    total += compare(str(path), " ".join([kind, *flags]))
                for form in FORMS:
                    path = Path(folder) / f"{kind}.json"
                    changed = Path(folder) / f"{kind}-{form}.json"
                    with_form(path, form, changed)
                    total += compare(str(changed), f"{kind} {form}")
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
