"""Writes a table of sentence pairs with a typing error in one word of ten.

    python3 Tests/Recipes/typing_errors.py stsb-dev.csv > stsb-typos.csv

The first two columns of the CSV file are sentences. An error swaps, drops, inserts or replaces one
letter of a word of letters; the choice depends on a fixed seed. Needs only Python.
"""

import csv
import random
import sys

random.seed(1)


def misspelled(word):
    place = random.randrange(len(word))
    kind = random.randrange(4)
    letter = random.choice("abcdefghijklmnopqrstuvwxyz")
    if kind == 0 and len(word) > 1:
        place = random.randrange(len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == 1 and len(word) > 1:
        return word[:place] + word[place + 1 :]
    if kind == 2:
        return word[:place] + letter + word[place:]
    return word[:place] + letter + word[place + 1 :]


def damaged(sentence):
    words = sentence.split(" ")
    return " ".join(misspelled(word) if random.random() < 0.1 and word.isalpha() else word for word in words)


with open(sys.argv[1], encoding="utf-8", newline="") as table:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for row in csv.reader(table):
        writer.writerow([damaged(row[0]), damaged(row[1]), *row[2:]])
