#!/usr/bin/env bash
# Apache Spark (PyPI pyspark 3.5.6): a stage in barrier mode that fails is not tried again if it is the last one.
#
# Barrier mode is made for training on all workers at once. Its documentation (RDD.barrier) says that
# after a failure the whole stage is launched again. That holds if another stage follows. With
# collect() right behind the stage, which is how results of a training are fetched, the job ends with
# "Could not recover from a failed barrier ResultStage", whatever the allowed number of failures. A
# shuffle behind the stage makes the same job end well.
#
# Here one of two tasks ends its process the first time it runs, as if a machine had failed. Seen:
#   collect: aborted (Could not recover from a failed barrier ResultStage)
#   shuffle: finished with {0: 2}
# Needs Java 17. Exits with 0 if that is so, with 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pyspark==3.5.6" "setuptools==75.8.0"
cd "$folder"
cat > job.py <<'PYTHON'
import os
import sys
import tempfile

os.environ["PYSPARK_PYTHON"] = sys.executable
from pyspark.sql import SparkSession

context = SparkSession.builder.master("local-cluster[2,1,1024]").getOrCreate().sparkContext
context.setLogLevel("OFF")


def train(mark):
    from pyspark import BarrierTaskContext
    task = BarrierTaskContext.get()
    if task.partitionId() == 0 and not os.path.exists(mark):
        open(mark, "w").close()
        os._exit(1)
    task.barrier()
    yield 1


endings = {
    "collect": lambda stage: stage.collect(),
    "shuffle": lambda stage: stage.map(lambda one: (0, one)).reduceByKey(int.__add__, 1).collectAsMap(),
}
found = {}
with tempfile.TemporaryDirectory() as marks:
    for name, end in endings.items():
        stage = context.parallelize(range(2), 2).barrier().mapPartitions(
            lambda _, mark=f"{marks}/{name}": train(mark))
        try:
            found[name] = f"finished with {end(stage)}"
        except Exception as error:
            reason = "Could not recover from a failed barrier ResultStage"
            found[name] = f"aborted ({reason})" if reason in str(error) else f"aborted: {error}"
        print(f"{name}: {found[name]}")
context.stop()
expected = {
    "collect": "aborted (Could not recover from a failed barrier ResultStage)",
    "shuffle": "finished with {0: 2}",
}
sys.exit(0 if found == expected else 1)
PYTHON
"$folder/venv/bin/python" job.py 2> log || { status=$?; tail -n 5 log; exit $status; }
