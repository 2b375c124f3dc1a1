"""Builds an index with Spark: one index for each partition, merged to one that `textae search` opens.

    python3 Tests/Recipes/spark/spark_index.py --textae .build/release/textae --master 'local-cluster[2,1,2048]' \\
        --input corpus.txt.gz --output corpus.index [--model my.textae] [--partitions 16] [-- --codec int8]

Each partition is embedded and indexed by one `textae index build` with one thread, in a folder beside the
output, which all machines have to see. `textae index merge` then makes one index of them: it copies their
files, and gives row n the id n, as in an index built at once. What stands behind -- goes
to `index build`; --kind is flat and --codec f32 unless they are given, because all parts must be alike.
Needs pyspark. The last line on standard output is a JSON object.
"""

import json
import os
import shutil
import time

import textae_spark as ts


def build(path, bounds, textae, words, target):
    """Indexes a partition in a folder that gets its name once it is complete."""
    temporary = f"{target}.{os.getpid()}.tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    os.makedirs(temporary)
    command = [textae, "index", "build", "-", "--output", f"{temporary}/part.index", "--threads", "1", "--quiet"]
    for _ in ts.through(command + words, ts.pieces(path, *bounds)):
        pass
    try:
        os.rename(temporary, target)
    except OSError:
        if not os.path.exists(target):
            raise
        shutil.rmtree(temporary)  # Another run of the task was faster.
    return f"{target}/part.index"


def main():
    parser = ts.parser(__doc__, model="as for textae index build")
    parser.add_argument("words", nargs="*", help="options of index build, behind --")
    options = parser.parse_args()
    textae = os.path.abspath(options.textae)
    words = options.words + (["--model", ts.model(options.model)] if options.model else [])
    for name, value in [("--kind", "flat"), ("--codec", "f32")]:
        if not any(word == name or word.startswith(name + "=") for word in words):
            words += [name, value]
    folder = ts.working_folder(options.output, ".parts", options.overwrite)
    spark = ts.session(options.master, "textae index")
    try:
        began = time.perf_counter()
        path = ts.unpacked(options.input, folder)
        parts = [(number, bounds) for number, bounds in enumerate(ts.ranges(path, options.partitions))
                 if any(ts.pieces(path, *bounds))]
        indexes = spark.sparkContext.parallelize(parts, len(parts)).map(
            lambda part: build(path, part[1], textae, words, f"{folder}/{part[0]:06d}")
        ).collect()
        built = time.perf_counter()
        ts.run(textae, "index", "merge", *indexes, "--output", options.output, "--overwrite", "--quiet")
        ended = time.perf_counter()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        spark.stop()
    print(json.dumps({
        "parts": len(parts), "seconds": round(ended - began, 2), "merging": round(ended - built, 2)}))


if __name__ == "__main__":
    main()
