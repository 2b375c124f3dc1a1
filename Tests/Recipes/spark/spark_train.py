"""Trains one model on several machines with Spark: rounds of local training, then the average of the weights.

    python3 Tests/Recipes/spark/spark_train.py --textae .build/release/textae --master 'local-cluster[2,1,2048]' \\
        --input corpus.txt --output corpus.textae --workers 2 --rounds 4 \\
        [--validation held-out.txt] [-- --embedding-size 128 --hidden-size 128]

Local SGD (Stich 2019, "Local SGD converges fast and communicates little"). The corpus is dealt out line by line
to the workers. In each round every worker trains for one pass over its part, from the same model, with one
thread; `textae average` makes the model of the next round. The workers wait for each other, so the rounds are
one stage in barrier mode. If a worker fails, Spark begins the stage again, which goes on with the last average.
The rate of round r of R is the part of the whole line down from --learning-rate that belongs to it.
The first round begins with random weights, the same on every worker, or with --init. What stands behind --
goes to `train` in the first round. Models lie beside the output on a disk that all machines see.
Needs pyspark. The last line on standard output is a JSON object; with --validation, it has the loss of every
round, in nats per token, which are measured after the training.
"""
