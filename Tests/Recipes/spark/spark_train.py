"""Trains one model on several machines with Spark: rounds of local training, then the average of the weights.

    textae vocab build corpus.txt --output corpus.json
    python3 Tests/Recipes/spark/spark_train.py --textae .build/release/textae --master 'local-cluster[2,1,2048]' \\
        --input corpus.txt --output corpus.textae --workers 2 --rounds 8 --passes 3 --tokenizer corpus.json \\
        [--validation held-out.txt] [-- --embedding-size 128 --hidden-size 128]

Local SGD (Stich 2019, "Local SGD converges fast and communicates little"). The corpus is dealt out line by line
to the workers. In each round every worker trains for some passes over its part, from the same model, with one
thread; `textae average` makes the model of the next round. The workers wait for each other, so all rounds are
one stage in barrier mode. If a worker fails, Spark begins the stage again, which goes on behind the last
average. The learning rate of a round is smaller than that of the one before, down to half of the first; each
run of `train` warms it up and lets it fall to a tenth. Adam's moments begin anew in each round.
The first round begins with random weights, the same on every worker but for the bias of the softmax, and what
stands behind -- says of which size; or with the model --init. --batch-size is that of a worker.
Models lie in a folder beside the output, on a disk that all machines see.
Needs pyspark. The last line on standard output is a JSON object; with --validation, it has the loss after each
round in nats per token, measured when the training is done.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import time

import textae_spark as ts

GUARD = 256  # Lines on which each worker sees whether a pass was of use.


def deal(path, folder, workers):
    """Writes the lines of a corpus to a file for each worker, but the first to guard.txt."""
    files = [open(f"{folder}/part{rank}.txt", "wb") for rank in range(workers)]
    with open(path, "rb") as corpus, open(f"{folder}/guard.txt", "wb") as guard:
        for number, line in enumerate(corpus):
            (guard if number < GUARD else files[number % workers]).write(line.rstrip(b"\n") + b"\n")
    for file in files:
        file.close()


def train(textae, folder, part, output, model, options, rate, seed, words):
    """One run of `train` over a part."""
    command = [
        textae, "train", f"{folder}/{part}.txt", "--output", output, "--overwrite", "--threads", "1",
        "--validation", f"{folder}/guard.txt", "--epochs", options.passes, "--learning-rate", rate,
        "--batch-size", options.batch_size, "--objective", "reconstruct", "--seed", seed, "--keep", "loss",
        "--no-keep-checkpoint", "--quiet"]
    if model is None:
        command += ["--from-scratch", "--tokenizer", options.tokenizer] + words
    else:
        command += ["--init", model, "--grow", "0", "--encoder-rate", "1"]
        if options.softmax_sample:
            command += ["--softmax-sample", options.softmax_sample]
    ts.run(*command)


def work(folder, textae, options):
    """All rounds of one worker."""
    from pyspark import BarrierTaskContext

    context = BarrierTaskContext.get()
    rank, model = context.partitionId(), options.init
    for number in range(options.rounds):
        mean = f"{folder}/round{number}.textae"
        is_new = not os.path.exists(mean)
        own = [f"{folder}/worker{other}.textae" for other in range(options.workers)]
        if is_new:
            rate = options.learning_rate * (1 - 0.5 * number / options.rounds)
            # The first weights are drawn by the seed.
            seed = 1 if model is None else 1 + number * options.workers + rank
            train(textae, folder, f"part{rank}", own[rank], model, options, rate, seed, options.words)
        context.barrier()
        if is_new and rank == 0:
            shutil.rmtree(mean + ".tmp", ignore_errors=True)
            ts.run(textae, "average", *own, "--output", mean + ".tmp", "--quiet")
            os.rename(mean + ".tmp", mean)
        context.barrier()
        model = mean
    yield rank


def loss(textae, model, folder, validation):
    """The loss of a model on other sentences: that of a `train` whose rate is too small to change it."""
    done = subprocess.run(
        [textae, "train", f"{folder}/guard.txt", "--init", model, "--grow", "0", "--objective", "reconstruct",
         "--keep", "loss", "--validation", validation, "--epochs", "1", "--learning-rate", "1e-9", "--output",
         f"{folder}/measured.textae", "--overwrite"], capture_output=True, text=True, check=True)
    return float(re.search(r"validation ([0-9.]+)", done.stderr)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--textae", required=True, help="the program, at this path on every machine")
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--input", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--passes", type=int, default=3, help="over its part, of each worker in each round")
    parser.add_argument("--learning-rate", type=float, default=0.003)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--softmax-sample", type=int, help="as for train")
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--tokenizer", type=os.path.abspath)
    begin.add_argument("--init", type=os.path.abspath)
    parser.add_argument("--validation")
    parser.add_argument("words", nargs="*", help="options of train in the first round, behind --")
    options = parser.parse_args()
    if options.softmax_sample:
        options.words += ["--softmax-sample", str(options.softmax_sample)]
    textae = os.path.abspath(options.textae)
    spark = ts.session(options.master, "textae train")
    folder = os.path.abspath(options.output) + ".rounds"
    os.makedirs(folder, exist_ok=True)
    try:
        began = time.perf_counter()
        deal(ts.unpacked(options.input, folder), folder, options.workers)
        # Spark does again only a stage in barrier mode that another one follows: hence the grouping.
        spark.sparkContext.parallelize(range(options.workers), options.workers).barrier().mapPartitions(
            lambda _: work(folder, textae, options)).groupBy(lambda rank: 0, 1).count()
        seconds = time.perf_counter() - began
    finally:
        spark.stop()
    rounds = [f"{folder}/round{number}.textae" for number in range(options.rounds)]
    result = {"rounds": options.rounds, "seconds": round(seconds, 2)}
    if options.validation:
        result["losses"] = [loss(textae, model, folder, options.validation) for model in rounds]
    shutil.rmtree(options.output, ignore_errors=True)
    shutil.copytree(rounds[-1], options.output)
    shutil.rmtree(folder)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
