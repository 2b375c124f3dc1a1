"""Embeds a file of any size with Spark: the matrix of `textae embed`, byte for byte.

    python3 Tests/Recipes/spark/spark_embed.py --textae .build/release/textae --master 'local-cluster[2,1,2048]' \\
        --input corpus.txt.gz --output corpus.npy [--model my.textae] [--partitions 16]

Each partition goes through one `textae embed` with one thread and becomes a file in a folder beside the
output, which all machines have to see. The files are then joined behind one header, and the folder is removed.
If a process, a worker or a machine fails, Spark embeds the partition again. All machines need the same kernels
for equal bytes, or --precision f32 and the same TEXTAE_KERNELS; `textae info` shows them.
Needs pyspark. The last line on standard output is a JSON object with the seconds of the work without the start
of Spark.
"""

import json
import os
import shutil
import time

import textae_spark as ts


def embed(path, bounds, textae, model, size, target):
    """Writes the vectors of a partition without the row of the line ahead; returns the number of rows."""
    temporary = f"{target}.{os.getpid()}.tmp"
    skip, count = size * 4, 0
    with open(temporary, "wb") as file:
        for piece in ts.vectors(path, *bounds, textae, model):
            dropped = min(skip, len(piece))
            skip -= dropped
            count += file.write(memoryview(piece)[dropped:])
    os.replace(temporary, target)
    return count // (size * 4)


def embed_all(context, path, folder, textae, model, partitions):
    """Embeds a corpus into a file for each partition; returns their paths, their rows and the dimension."""
    size = context.parallelize([0], 1).map(lambda _: ts.dimension(textae, model)).first()
    parts = [(number, bounds) for number, bounds in enumerate(ts.ranges(path, partitions))]
    rows = context.parallelize(parts, len(parts)).map(
        lambda part: embed(path, part[1], textae, model, size, f"{folder}/{part[0]:06d}.raw")
    ).collect()
    return [f"{folder}/{number:06d}.raw" for number, _ in parts], rows, size


def header(rows, columns):
    """The header of an .npy file of 32-bit floats."""
    text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}"
    length = (10 + len(text) + 1 + 63) // 64 * 64
    text = text.ljust(length - 11) + "\n"
    return b"\x93NUMPY\x01\x00" + (length - 10).to_bytes(2, "little") + text.encode()


def join(files, rows, columns, output):
    """Writes the parts behind one header."""
    with open(output + ".tmp", "wb") as target:
        target.write(header(rows, columns))
        for path in files:
            with open(path, "rb") as part:
                shutil.copyfileobj(part, target, ts.PIECE)
    os.replace(output + ".tmp", output)


def main():
    parser = ts.parser(__doc__, model="as for textae embed")
    options = parser.parse_args()
    textae = os.path.abspath(options.textae)
    folder = ts.working_folder(options.output, ".parts", options.overwrite)
    spark = ts.session(options.master, "textae embed")
    try:
        began = time.perf_counter()
        path = ts.unpacked(options.input, folder)
        files, rows, size = embed_all(
            spark.sparkContext, path, folder, textae, ts.model(options.model), options.partitions)
        join(files, sum(rows), size, options.output)
        seconds = time.perf_counter() - began
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        spark.stop()
    print(json.dumps({"rows": sum(rows), "dimension": size, "seconds": round(seconds, 2)}))


if __name__ == "__main__":
    main()
