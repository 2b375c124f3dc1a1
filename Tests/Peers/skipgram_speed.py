"""Compares the speed of skip-gram with word2vec.c, pWord2Vec and gensim: same file and settings, in turn.

    python3 Tests/Peers/skipgram_speed.py --textae .build/release/textae --corpus general.txt \\
        [--word2vec word2vec] [--pword2vec pWord2Vec] [--gensim] [--runs 5]

The corpus has one sentence per line and words separated by spaces. Words are counted as in
word2vec.c: those in the vocabulary, and one end of sentence per line. Only training is timed, without
reading the vocabulary or writing the vectors. textae, pWord2Vec and gensim report that time.
word2vec.c is timed from its line with the number of words until it exits, writing to /dev/null. Build
the two C programs yourself; those that are given take part. Prints words per second and the ratios of
medians.
"""

import argparse
import json
import re
import statistics
import subprocess
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--textae", required=True)
parser.add_argument("--corpus", required=True)
parser.add_argument("--word2vec")
parser.add_argument("--pword2vec")
parser.add_argument("--gensim", action="store_true")
parser.add_argument("--dimension", type=int, default=256)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--runs", type=int, default=5)
arguments = parser.parse_args()
lines = sum(1 for _ in open(arguments.corpus, "rb"))
flags = f"-train {arguments.corpus} -output /dev/null -size {arguments.dimension} -window 5 -negative 5 -sample 1e-4"
flags += f" -threads {arguments.threads} -binary 1 -iter 1 -min-count 5"


def textae(folder, *extra):
    """Words per second, with ends of sentences counted as by the other programs."""
    words = [arguments.textae, "skipgram", arguments.corpus, "--output", folder + "/x.skipgram", "--overwrite"]
    words += ["--dimension", str(arguments.dimension), "--epochs", "1", "--json", "--quiet", *extra]
    words += ["--threads", str(arguments.threads)]
    report = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    seconds = report["occurrences"] / report["wordsPerSecond"]
    return (report["occurrences"] + lines) / seconds


def pword2vec(folder):
    """The last rate that the program prints."""
    command = [arguments.pword2vec, *flags.split(), "-batch-size", "11"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return 1000 * float(re.findall(r"Words/sec: ([0-9.]+)k", output)[-1])


def word2vec(folder):
    """The rate from the line with the number of words, printed just before training, to the end."""
    command = ["stdbuf", "-oL", arguments.word2vec, *flags.split(), "-cbow", "0", "-hs", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        found = re.search(r"Words in train file: (\d+)", line)
        if found:
            start, count = time.time(), int(found[1])
            break
    process.stdout.read()
    process.wait()
    return count / (time.time() - start)


def gensim(folder):
    """The time of `train`, which reads the fastest kind of file."""
    from gensim.models import Word2Vec

    model = Word2Vec(
        vector_size=arguments.dimension, window=5, negative=5, sample=1e-4, sg=1, hs=0, min_count=5,
        workers=arguments.threads, epochs=1)
    model.build_vocab(corpus_file=arguments.corpus)
    start = time.time()
    model.train(
        corpus_file=arguments.corpus, total_words=model.corpus_total_words, total_examples=model.corpus_count,
        epochs=1)
    return (sum(model.wv.get_vecattr(word, "count") for word in model.wv.index_to_key) + lines) / (
        time.time() - start)


programs = {"textae": textae, "textae, deterministic": lambda folder: textae(folder, "--deterministic")}
programs |= {"pWord2Vec": pword2vec} if arguments.pword2vec else {}
programs |= {"word2vec.c": word2vec} if arguments.word2vec else {}
programs |= {"gensim": gensim} if arguments.gensim else {}
rates = {name: [] for name in programs}
with tempfile.TemporaryDirectory() as folder:
    for run in range(arguments.runs):
        for name, program in programs.items():
            rates[name].append(program(folder))
            print(f"run {run + 1}: {name} {rates[name][-1]:,.0f} words/s", flush=True)
ours = statistics.median(rates["textae"])
for name, values in rates.items():
    median = statistics.median(values)
    print(f"{name:24} {median:12,.0f} words/s   textae is {ours / median:.2f} times as fast")
