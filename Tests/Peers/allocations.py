"""Counts what a training step takes from the heap: nothing but the short lists of Swift's arrays.

    python3 Tests/Peers/allocations.py --bench .build/release/textae-bench [--batch-size 256]

Runs the benchmark of training twice, the second time for more passes over the same batches; what the second
takes more is what steps take. Needs clang, which comes with the Swift toolchain, and Linux.
"""

import argparse
import os
import subprocess
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument("--bench", required=True)
parser.add_argument("--batch-size", default="256")
arguments = parser.parse_args()

CLASSES = ["up to 256 bytes", "up to 4 KiB", "up to 64 KiB", "more"]
STEPS_OF_A_PASS = 7
PASSES = (2, 12)


def counts(folder, passes):
    report = os.path.join(folder, "report")
    environment = dict(os.environ, LD_PRELOAD=os.path.join(folder, "count.so"), COUNT_ALLOCATIONS=report)
    words = [arguments.bench, "training", "--batch-size", arguments.batch_size, "--runs", str(passes)]
    subprocess.run(words, check=True, env=environment, stdout=subprocess.DEVNULL)
    with open(report, encoding="utf-8") as lines:
        return [int(line) for line in lines]


with tempfile.TemporaryDirectory() as folder:
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "count_allocations.c")
    subprocess.run(
        ["clang", "-O2", "-shared", "-fPIC", source, "-o", os.path.join(folder, "count.so"), "-ldl"], check=True)
    few, many = (counts(folder, passes) for passes in PASSES)
    steps = STEPS_OF_A_PASS * (PASSES[1] - PASSES[0])
    for name, before, after in zip(CLASSES, few, many):
        print(f"{(after - before) / steps:8.1f} allocations a step, {name}")
