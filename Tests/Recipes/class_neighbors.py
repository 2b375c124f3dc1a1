"""How many of the ten nearest texts have the class of a text, for each ranking of `textae search`.

    python3 Tests/Recipes/class_neighbors.py TRAINING --textae .build/release/textae \\
        [--lines 5000] [--model MODEL] [--text-column 2 --label-column 1]

TRAINING is a folder of `label` and `seq.in`, a table with tabs and the given columns, or lines of a label,
a space and a text. Every text looks for the others; nothing is trained. Needs Python 3 only.
"""

import argparse
import json
import os
import pathlib
import subprocess
import tempfile


def read(path, arguments):
    def lines(name):
        return open(name, encoding="utf-8", errors="replace").read().splitlines()

    if os.path.isdir(path):
        return list(zip(lines(path + "/label"), lines(path + "/seq.in")))
    if arguments.label_column:
        rows = [line.split("\t") for line in lines(path) if line]
        return [(row[arguments.label_column - 1], row[arguments.text_column - 1]) for row in rows]
    pairs = [line.split(" ", 1) for line in lines(path) if line]
    return [(label.split(":")[0], text) for label, text in pairs]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("training")
    parser.add_argument("--textae", default=".build/release/textae")
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--model")
    parser.add_argument("--rank", nargs="+", default=["words", "vectors", "hybrid"])
    parser.add_argument("--text-column", type=int)
    parser.add_argument("--label-column", type=int)
    arguments = parser.parse_args()
    rows = [(label.strip(), text.strip()) for label, text in read(arguments.training, arguments)]
    rows = [row for row in rows if row[1]][: arguments.lines]
    labels = [label for label, _ in rows]
    textae = os.path.abspath(arguments.textae)
    with tempfile.TemporaryDirectory() as folder:
        texts = pathlib.Path(folder) / "texts.txt"
        texts.write_text("".join(text + "\n" for _, text in rows), encoding="utf-8")
        for rank in arguments.rank:
            command = [textae, "search", str(texts), "--count", "11", "--json", "--quiet", "--rank", rank]
            command += ["--model", arguments.model] if arguments.model else []
            with texts.open() as queries:
                done = subprocess.run(command + ["-"], stdin=queries, capture_output=True, text=True, check=True)
            same = seen = 0
            for place, answer in enumerate(map(json.loads, done.stdout.splitlines())):
                found = [n["line"] - 1 for n in answer["neighbors"] if n["line"] - 1 != place][:10]
                same += sum(labels[other] == labels[place] for other in found)
                seen += len(found)
            print(f"{rank:8} {100 * same / seen:5.1f} % of {len(rows):,} texts", flush=True)


if __name__ == "__main__":
    main()
