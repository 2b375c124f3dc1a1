"""What the recipes for Spark have in common: a session, a corpus in partitions, one textae per partition.

A corpus is a file with one sentence per line, plain or compressed with gzip, bzip2 or xz, on a disk that all machines see. Its partitions
are ranges of bytes that end at line ends, so that row n of the result is line n. Each partition is read by one
process of textae, through a pipe and without a copy in the JVM. A file that a task makes gets its name once it
is complete, so Spark may run a task again, or twice at a time.
Needs pyspark; numpy where a script says so.
"""

import argparse
import bz2
import gzip
import lzma
import os
import shutil
import subprocess
import sys
import threading
import time

PIECE = 1 << 20


def parser(description, model):
    """The arguments of a recipe that reads a corpus by a model; `model` says what that is."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--textae", required=True, help="the program, at this path on every machine")
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--model", help=model)
    parser.add_argument("--input", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--overwrite", action="store_true", help="replace what is at the output")
    parser.add_argument("--partitions", type=positive, default=16)
    return parser


def positive(text):
    """A whole number of at least 1, for argparse."""
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return number


def model(path):
    """A model as a worker finds it, which runs in a folder of its own."""
    return os.path.abspath(path) if path and os.path.exists(path) else path


def working_folder(output, ending, overwrite):
    """A new folder beside the output; an output that is there is replaced only if that was asked for."""
    output = os.path.abspath(output)
    if os.path.lexists(output) and not overwrite:
        sys.exit(f"{output}: it exists; --overwrite replaces it")
    folder = output + ending
    mark = f"{folder}/made-by-textae-spark"
    if os.path.lexists(folder):
        if not os.path.exists(mark):
            sys.exit(f"{folder}: it exists, and this program did not make it; move it away")
        shutil.rmtree(folder)
    os.makedirs(folder)
    open(mark, "w").close()
    return folder


def session(master, name):
    """A session whose Python workers are those of this interpreter and know this module."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master(master).appName(name).config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false").getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    spark.sparkContext.addPyFile(os.path.abspath(__file__))
    wait_for_workers(spark.sparkContext)
    return spark


def wait_for_workers(context):
    """Runs small tasks until no more workers join, so that the first of a job does not get all the work."""
    tracker, known = context._jsc.sc().statusTracker(), 0
    while (found := len(tracker.getExecutorInfos())) != known:
        known = found
        context.parallelize(range(4 * known), 4 * known).map(lambda _: time.sleep(0.25)).count()


def unpacked(path, folder):
    """The path of a plain copy of a compressed file, which cannot be read from its middle; else the path itself."""
    with open(path, "rb") as file:
        start = file.read(6)
    openers = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
    opener = next((opener for magic, opener in openers.items() if start.startswith(magic)), None)
    if opener is None:
        if not start:
            sys.exit(f"{path}: the corpus is empty")
        return os.path.abspath(path)
    copy = os.path.join(os.path.abspath(folder), "corpus.txt")
    with opener(path, "rb") as source, open(copy, "wb") as target:
        shutil.copyfileobj(source, target, PIECE)
    if os.path.getsize(copy) == 0:
        sys.exit(f"{path}: the corpus is empty")
    return copy


def ranges(path, partitions):
    """About as many ranges of bytes, as (start, end); which lines are in one is decided by `pieces`."""
    size = os.path.getsize(path)
    bounds = [size * number // partitions for number in range(partitions + 1)]
    return [(start, end) for start, end in zip(bounds, bounds[1:]) if start < end]


def pieces(path, start, end):
    """The bytes of the lines that begin in a range: every line belongs to one range."""
    with open(path, "rb") as file:
        if start > 0:
            file.seek(start - 1)
            file.readline()
        while file.tell() < end:
            piece = file.read(min(PIECE, end - file.tell()))
            if file.tell() >= end and not piece.endswith(b"\n"):
                piece += file.readline()
            if start == 0 and piece.startswith(b"\xef\xbb\xbf"):
                piece = piece[3:]
            start = -1
            yield piece


def vectors(path, start, end, textae, model=None):
    """The vectors of the lines of a range, by one process: bytes of 32-bit floats, in pieces."""
    command = [textae, "embed", "-", "--output", "-", "--format", "raw", "--threads", "1", "--quiet"]
    # A line ahead of all others, because textae refuses a text without any word.
    yield from through(command + (["--model", model] if model else []), [b"a\n"], pieces(path, start, end))


def through(command, *inputs):
    """What a program writes while it reads the inputs; an error if it fails."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    failure, messages = [], []

    def feed():
        try:
            with process.stdin as pipe:
                for source in inputs:
                    for piece in source:
                        pipe.write(piece)
        except BrokenPipeError:
            pass  # The program says why.
        except Exception as error:
            failure.append(error)
            process.kill()

    threads = [
        threading.Thread(target=feed, daemon=True),
        threading.Thread(target=lambda: messages.append(process.stderr.read()), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        while piece := process.stdout.read(PIECE):
            yield piece
        for thread in threads:
            thread.join()
        if failure:
            raise failure[0]
        if process.wait() != 0:
            text = b"".join(messages).decode(errors="replace").strip()
            raise RuntimeError(f"{' '.join(command)}: status {process.returncode}: {text}")
    finally:
        process.kill()
        process.wait()


def dimension(textae, model=None):
    """How many components the vectors of a model have."""
    command = [textae, "embed", "-", "--output", "-", "--format", "raw", "--quiet"]
    return sum(map(len, through(command + (["--model", model] if model else []), [b"a\n"]))) // 4


def run(*words):
    """Runs textae to its end; an error with its message if it fails."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, words))}: status {done.returncode}: {done.stderr.strip()}")
    return done.stdout
