"""Compares textae_reader.py with textae: ids of tokens, vectors, and neighbors.

    python3 Tests/Peers/python_reader_parity.py --textae .build/release/textae --corpus FILE [--lines 2000]

The models are the one in the box, copies of it with numbers of 16 and 32 bits, and small ones trained here
on the corpus: of words and of byte pairs, with one and two layers, in one and both directions, with every
latent, and with post-processing. The corpus of the demo will do: `textae demo --quick` writes it to
textae-demo/corpus.txt. The indexes have every codec and metric, columns, and rows that were removed and
added. Vectors may differ by 1e-5 of their length; neighbors must be the same, in order, but for scores
within 1e-6. Damaged files must be refused. Needs NumPy. Exits with 1 if anything differs.
"""

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import textae_reader

STRANGE = [
    "", " ", "a", "don't Don’T n't N'T can n't", "zzzz qqqq", "!!!! ... -- ``quoted''", "</s> is <pad> a token",
    "İstanbul STRASSE ΟΔΥΣΣΕΥΣ", "e\u0301te\u0301 ﬁne Å", "日本語 の 文", "a\tb\u00a0c\u2003d\x1ce",
    "x² ½ ⅷ Ⓐ ٣ 𝔘", "🙂🙃 ok", "It's they're WE'VE i'm you'll he'd 's", "  two  spaces   three",
    "snake_case_1 3.14 1,000 €5", "word " * 150,
]
CODECS = ["f32", "f16", "bf16", "int8"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--textae", required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--lines", type=int, default=2_000)
    options = parser.parse_args()
    with open(options.corpus, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line, _ in zip(file, range(options.lines))]
    with tempfile.TemporaryDirectory() as folder:
        check = Check(os.path.abspath(options.textae), folder, lines)
        check.models()
        check.indexes()
        check.damage()
    print("passed" if not check.failures else f"FAILED: {check.failures}")
    sys.exit(1 if check.failures else 0)


class Check:
    def __init__(self, textae, folder, lines):
        self.textae, self.folder, self.lines, self.failures = textae, folder, lines, 0
        self.corpus = self.path("corpus.txt")
        with open(self.corpus, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        self.sentences = lines[:500] + STRANGE

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *words, text=None):
        done = subprocess.run([self.textae, *words], input=text, capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"textae {' '.join(words)}: {done.returncode}\n{done.stderr.decode()}")
        return done.stdout

    def judge(self, what, is_right, figure=""):
        print(f"{'ok  ' if is_right else 'FAIL'}  {what}  {figure}")
        self.failures += not is_right

    # Models

    def models(self):
        box = self.path("english.textae")
        self.run("model", "export", "--output", box, "--quiet")
        self.compare_model("the model in the box, int8", box)
        for numbers in ("f32", "f16", "bf16"):
            copy = self.path(f"english-{numbers}.textae")
            self.run("model", "compress", box, "--numbers", numbers, "--output", copy, "--quiet")
            self.compare_model(f"the model in the box, {numbers}", copy)
        small = ["--embedding-size", "20", "--hidden-size", "36", "--epochs", "1", "--vocabulary-size", "900"]
        kinds = {
            "words": ["--tokenizer-model", "word", "--lowercase"],
            "byte pairs, both directions, 2 layers": ["--bidirectional", "--layers", "2"],
            "words, accents, bottleneck": ["--tokenizer-model", "word", "--strip-accents", "--latent-size", "24"],
            "k-sparse, nfkc": ["--latent", "k-sparse:5", "--latent-size", "24", "--normalization", "nfkc"],
            "variational, prefix space": [
                "--latent", "variational", "--latent-size", "24", "--prefix-space", "--objective", "reconstruct",
                "--objective", "kl:0.1"],
            "rectified": ["--latent", "rectified", "--latent-size", "24"],
            "4 layers, both directions": ["--bidirectional", "--layers", "4"],
            "sum, nfd": ["--encoder", "sum", "--normalization", "nfd", "--max-length", "12"],
        }
        for number, (name, words) in enumerate(kinds.items()):
            model = self.path(f"small{number}.textae")
            self.run("train", self.corpus, "--output", model, "--from-scratch", *small, *words, "--quiet")
            self.compare_model(name, model)
            if number == 0:
                copy = self.path("small-int8.textae")
                self.run("model", "compress", model, "--output", copy, "--quiet")
                self.compare_model(f"{name}, int8", copy)
        model = self.path("small0.textae")
        for recipe in (["--center", "--remove", "2"], ["--center", "--remove", "1", "--whiten", "10"]):
            self.run("postprocess", "fit", self.corpus, "--model", model, *recipe, "--quiet")
            self.compare_model(f"post-processing {' '.join(recipe)}", model)

    def compare_model(self, name, path):
        text = ("\n".join(self.sentences) + "\n").encode()
        model = textae_reader.Model(path)
        shown = self.run("vocab", "show", "--tokenizer", path + "/tokenizer.json", "--json", "-", text=text)
        ids = [json.loads(line)["ids"] for line in shown.splitlines()]
        other = [s for s, i in zip(self.sentences, ids) if model.tokenizer.encode(s) != i]
        self.judge(f"{name}: tokens", len(ids) == len(self.sentences) and not other, repr(other[:3]) if other else "")
        written = self.run("embed", "--model", path, "--precision", "f32", "--quiet", "--output", "-", "-",
                           text=text)
        expected = np.load(io.BytesIO(written))
        found = model.embed(self.sentences)
        error = np.linalg.norm(found - expected, axis=1) / np.maximum(np.linalg.norm(expected, axis=1), 1e-9)
        self.judge(f"{name}: vectors", found.shape == expected.shape and error.max() < 1e-5, f"{error.max():.1e}")

    # Indexes

    def indexes(self):
        generator = np.random.default_rng(3)
        rows = np.round(generator.standard_normal((3_000, 37)), 3).astype(np.float32)
        rows[100] = 0
        rows[200:210] = rows[300]
        np.save(self.path("rows.npy"), rows)
        queries = np.concatenate([generator.standard_normal((200, 37)), rows[95:105]]).astype(np.float32)
        np.save(self.path("queries.npy"), queries)
        for metric in ("cosine", "dot", "l2"):
            for codec in CODECS:
                index = self.path(f"{metric}-{codec}.index")
                self.run("index", "build", "--vectors", self.path("rows.npy"), "--metric", metric, "--codec", codec,
                         "--output", index, "--quiet")
                self.run("index", "remove", index, *map(str, range(0, 3_000, 7)), "--quiet")
                self.run("index", "add", index, "--vectors", self.path("queries.npy"), "--quiet")
                self.run("index", "remove", index, "3001", "3005", "--quiet")
                self.compare_index(f"{metric}, {codec}", index, queries)
        index = self.path("bits.index")
        self.run("index", "build", "--vectors", self.path("rows.npy"), "--codec", "bits", "--rescore", "f16",
                 "--kind", "hnsw", "--output", index, "--quiet")
        self.compare_scores("bits rescored with f16, hnsw", index, queries)
        table = self.path("table.csv")
        with open(table, "w", encoding="utf-8") as file:
            file.write("id,label,text\n")
            for row, line in enumerate(self.lines):
                file.write('r%d,%s,"%s"\n' % (row, "even" if row % 2 == 0 else "odd", line.replace('"', '""')))
        index = self.path("sentences.index")
        self.run("index", "build", table, "--text-column", "text", "--id-column", "id", "--output", index, "--quiet")
        self.run("index", "remove", index, "0", "5", "--where", "label=odd", "--quiet")
        read = textae_reader.Index(index)
        kept = [row for row in range(len(self.lines)) if row % 2 == 0 and row != 0]
        self.judge("rows of a table", [row[0] for row in read.rows()] == kept and len(read) == len(kept))
        self.judge("sentences of a table", all(read.sentence(row) == self.lines[row] for row in kept))
        self.judge("columns of a table", read.fields(2) == {"id": "r2", "label": "even"}, str(read.fields(2)))

    def neighbors(self, path):
        answers = self.run("search", "--index", path, "--vectors", self.path("queries.npy"), "--count", "10", "--json",
                           "--rank", "vectors", "--quiet").splitlines()
        return [json.loads(line)["neighbors"] for line in answers]

    def compare_scores(self, name, path, queries):
        """Of a graph, which misses some neighbors: the scores of those that it finds."""
        index, expected = textae_reader.Index(path), self.neighbors(path)
        found = [dict(rows) for rows in index.search(queries, len(index))]
        off = [abs(x["score"] - scores[x["id"]]) for rows, scores in zip(expected, found) for x in rows]
        self.judge(f"scores, {name}", len(off) == 10 * len(queries) and max(off) < 1e-6, f"{max(off):.1e}")

    def compare_index(self, name, path, queries):
        expected = self.neighbors(path)
        found = textae_reader.Index(path).search(queries, 10)
        equal = 0
        for ours, theirs in zip(expected, found):
            close = len(ours) == len(theirs) and all(
                abs(x["score"] - y.score) <= 1e-6 * max(1, abs(y.score)) for x, y in zip(ours, theirs))
            ids = [x["id"] for x in ours] == [y.id for y in theirs]
            tie = any(abs(a.score - b.score) <= 1e-6 * abs(a.score) for a, b in zip(theirs, theirs[1:]))
            equal += close and (ids or tie)
        self.judge(f"neighbors, {name}", len(expected) == equal, f"{equal} of {len(found)} lists")

    # What must be refused

    def damage(self):
        model, index = self.path("english.textae"), self.path("cosine-int8.index")
        self.refuses("a model cut short", model, "model.safetensors", lambda data: data[:-1_000_000])
        self.refuses("a header of 2⁶² bytes", model, "model.safetensors", lambda data: b"\0" * 7 + b"\x40" + data[8:])
        self.refuses("a forged shape", model, "model.safetensors",
                     lambda data: data.replace(b'"shape":[25000,320]', b'"shape":[95000,320]', 1))
        self.refuses("another encoder", model, "config.json", lambda data: data.replace(b'"lstm"', b'"lism"'))
        self.refuses("a newer version", model, "config.json",
                     lambda data: data.replace(b'"version": 3', b'"version": 9'))
        self.refuses("another normalizer", model, "tokenizer.json",
                     lambda data: data.replace(b'"Lowercase"', b'"Uppercase"'))
        self.refuses("a tokenizer that is no JSON", model, "tokenizer.json", lambda data: data[:-5])
        self.refuses("a flipped manifest", index, "manifest.json", lambda data: data.replace(b"cosine", b"cosinf"))
        segment = next(name for name in sorted(os.listdir(index)) if name.endswith(".segment"))
        self.refuses("a flipped header", index, segment, lambda data: data[:30] + b"\x55" + data[31:])
        self.refuses("a segment cut short", index, segment, lambda data: data[:-100])
        self.refuses("an empty segment", index, segment, lambda data: b"")
        removed = next(name for name in sorted(os.listdir(index)) if name.endswith(".removed"))
        self.refuses("a flipped list of removed rows", index, removed, lambda data: data[:20] + b"\x55" + data[21:])

    def refuses(self, what, folder, name, change):
        copy = self.path("damaged")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        with open(os.path.join(copy, name), "rb") as file:
            data = file.read()
        assert change(data) != data, what
        with open(os.path.join(copy, name), "wb") as file:
            file.write(change(data))
        try:
            (textae_reader.Model if folder.endswith(".textae") else textae_reader.Index)(copy)
            self.judge(f"refuses {what}", False)
        except textae_reader.FormatError as error:
            self.judge(f"refuses {what}", True, str(error).replace(self.folder + "/", ""))


if __name__ == "__main__":
    main()
