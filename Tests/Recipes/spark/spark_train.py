"""Trains one model on several machines with Spark: rounds of local training, then averages.

    textae vocab build corpus.txt --output corpus.json
    python3 Tests/Recipes/spark/spark_train.py --textae .build/release/textae --master 'local-cluster[2,1,2048]' \\
        --input corpus.txt --output corpus.textae --workers 2 --passes 10 --updates 50 --tokenizer corpus.json \\
        [--validation held-out.txt] [--overwrite] [-- --embedding-size 128 --hidden-size 128]

Local SGD (Stich 2019, "Local SGD converges fast and communicates little"). The corpus is dealt out line by line
to the workers. Each worker has a run of `textae train` over its part, with one thread, which pauses after a
number of updates. Then `textae average --into-checkpoints` puts the means of the weights and of Adam's moments
into all runs, and they go on. So the learning rate rises and falls once, as in a run on one machine.
The workers wait for each other, so all rounds are one stage in barrier mode. If a worker fails, Spark begins
the stage again, which goes on behind the last average.
A driver that is started again with the same options goes on. The first 256 lines are not learned from: each run
measures itself by them. There must be as many cores as workers, because all of them work at the same time.
All begin with the same random weights, but for the bias of the softmax, and what stands behind -- says of which
size; or with the model --init. --batch-size is that of a worker: with half of that of one machine, two workers
make as many updates as it does.
Runs lie in a folder beside the output, on a disk that all machines see.
Needs pyspark. The last line on standard output is a JSON object; with --validation, it has the loss of the
model in nats per token, measured when the training is done.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
import uuid

import textae_spark as ts

GUARD = 256  # Lines on which each run measures itself after a pass.


def deal(path, folder, workers):
    """Writes the lines of a corpus to a file for each worker, but the first to guard.txt; returns the most lines."""
    files = [open(f"{folder}/part{rank}.txt", "wb") for rank in range(workers)]
    number = 0
    with open(path, "rb") as corpus, open(f"{folder}/guard.txt", "wb") as guard:
        for number, line in enumerate(corpus, 1):
            (guard if number <= GUARD else files[number % workers]).write(line.rstrip(b"\n") + b"\n")
    for file in files:
        file.close()
    return -(-(number - GUARD) // workers)


def train(textae, folder, rank, run, options):
    """Goes on with the run of a worker until it pauses, or begins it."""
    ts.run(
        textae, "train", f"{folder}/part{rank}.txt", "--output", run, "--resume", "--pause-after", options.updates,
        "--threads", "1", "--validation", f"{folder}/guard.txt", "--epochs", options.passes, "--learning-rate",
        options.learning_rate, "--batch-size", options.batch_size, "--objective", "reconstruct", "--keep", "loss",
        "--patience", "1000000", "--keep-checkpoint", "--quiet", *options.words)


def link(source, target):
    """A copy of a file, without copying those that are only ever replaced."""
    if source.endswith(".safetensors"):
        try:
            return os.link(source, target)
        except OSError:
            pass  # The disk has no links.
    return shutil.copy(source, target)


def average(textae, runs, target):
    """Takes the runs of all workers into a folder for the round, in which they are averaged."""
    temporary = f"{target}.{uuid.uuid4().hex}.tmp"
    os.mkdir(temporary)
    own = [f"{temporary}/worker{rank}.textae" for rank in range(len(runs))]
    for run, place in zip(runs, own):
        os.rename(run, place)
    ts.run(textae, "average", *own, "--into-checkpoints", "--quiet")
    os.rename(temporary, target)


def wait_for(paths):
    """Waits until files are there. A barrier of Spark takes a second each time."""
    while not all(map(os.path.exists, paths)):
        time.sleep(0.01)


def work(folder, textae, rounds, options):
    """All rounds of one worker."""
    from pyspark import BarrierTaskContext

    context = BarrierTaskContext.get()
    rank = context.partitionId()
    # No other attempt of Spark, which may still be at work, has a folder of this name.
    run = f"{folder}/worker{rank}.{uuid.uuid4().hex}.textae"
    runs = context.allGather(run)
    targets = [f"{folder}/round{number}" for number in range(rounds)]
    first = max((number + 1 for number in range(rounds) if os.path.exists(targets[number])), default=0)
    # All have looked before the first of them goes on.
    context.barrier()
    for number in range(first, rounds):
        if number > 0:
            shutil.copytree(f"{targets[number - 1]}/worker{rank}.textae", run, copy_function=link)
        train(textae, folder, rank, run, options)
        open(f"{run}.{number}", "w").close()
        if rank == 0:
            wait_for([f"{other}.{number}" for other in runs])
            average(textae, runs, targets[number])
            if number > 1:
                shutil.rmtree(targets[number - 2])
        else:
            wait_for([targets[number]])
    yield rank


def loss(textae, model, folder, validation):
    """The loss of a model on other sentences: that of a `train` whose rate is too small to change it."""
    done = subprocess.run(
        [textae, "train", f"{folder}/guard.txt", "--init", model, "--grow", "0", "--objective", "reconstruct",
         "--keep", "loss", "--validation", validation, "--epochs", "1", "--learning-rate", "1e-9", "--output",
         f"{folder}/measured.textae", "--overwrite"], capture_output=True, text=True, check=True)
    return float(re.search(r"validation ([0-9.]+)", done.stderr)[1])


def begin_or_go_on(options):
    """The folder of the rounds: a new one, or that of a run with the same options."""
    output = os.path.abspath(options.output)
    if os.path.lexists(output) and not options.overwrite:
        sys.exit(f"{output}: it exists; --overwrite replaces it")
    own = {name: value for name, value in vars(options).items() if name not in ("master", "overwrite")}
    folder, text = output + ".rounds", json.dumps(own, sort_keys=True, default=str)
    mark = f"{folder}/options.json"
    if not os.path.lexists(folder):
        os.makedirs(folder)
        with open(mark, "w") as file:
            file.write(text)
    if not os.path.exists(mark) or open(mark).read() != text:
        sys.exit(f"{folder}: it is not of a run with these options; remove it to begin anew")
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--textae", required=True, help="the program, at this path on every machine")
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--input", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--overwrite", action="store_true", help="replace what is at the output")
    parser.add_argument("--workers", type=ts.positive, default=2)
    parser.add_argument("--passes", type=ts.positive, default=10, help="over its part, of each worker")
    parser.add_argument("--updates", type=ts.positive, default=50, help="of each worker in a round")
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--batch-size", type=ts.positive, default=32)
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--tokenizer", type=os.path.abspath)
    begin.add_argument("--init", type=os.path.abspath)
    parser.add_argument("--validation")
    parser.add_argument("words", nargs="*", help="further options of train, behind --")
    options = parser.parse_args()
    if options.init:
        options.words += ["--init", options.init, "--grow", "0", "--encoder-rate", "1"]
    else:
        options.words += ["--from-scratch", "--tokenizer", options.tokenizer]
    textae = os.path.abspath(options.textae)
    spark = ts.session(options.master, "textae train")
    try:
        cores = spark.sparkContext.defaultParallelism
        if options.workers > cores:
            sys.exit(f"{options.workers} workers need as many cores, and there are {cores}")
        folder = begin_or_go_on(options)
        began = time.perf_counter()
        lines = deal(ts.unpacked(options.input, folder), folder, options.workers)
        if lines < 2:
            shutil.rmtree(folder)
            sys.exit(f"{options.input}: more than {GUARD + options.workers} lines are needed")
        updates = -(-lines // options.batch_size) * options.passes
        rounds = -(-updates // options.updates)
        # Spark does again only a stage in barrier mode that another one follows: hence the grouping.
        spark.sparkContext.parallelize(range(options.workers), options.workers).barrier().mapPartitions(
            lambda _: work(folder, textae, rounds, options)).groupBy(lambda rank: 0, 1).count()
        seconds = time.perf_counter() - began
    finally:
        spark.stop()
    made = f"{folder}/output"
    shutil.rmtree(made, ignore_errors=True)
    os.makedirs(made)
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        shutil.copy(f"{folder}/round{rounds - 1}/worker0.textae/{name}", made)
    if os.path.isdir(options.output):
        shutil.rmtree(options.output)
    os.rename(made, options.output)
    result = {"rounds": rounds, "seconds": round(seconds, 2)}
    if options.validation:
        result["loss"] = loss(textae, options.output, folder, options.validation)
    shutil.rmtree(folder)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
