"""Makes fasttext*.bin, fasttext.ftz and fasttext.json with fastText itself.

    pip install fasttext-wheel numpy
    python make_fasttext.py

The models are tiny: what counts is the layout of the file and the vectors that fastText composes.
Ten threads, because with fewer fastText leaves most of the matrix at zero; the numbers therefore
differ from run to run.
"""
import json
import pathlib
import tempfile

import fasttext

here = pathlib.Path(__file__).parent
sentences = ["the cat sat on the mat", "a naïve cat met a dog", "der Bär trinkt Öl 水 と 油"] * 4
unseen = ["cats", "dogmat", "naïveté", "水油", "x", "the cat", "</s>x", "🐻bär", ""]

with tempfile.TemporaryDirectory() as folder:
    plain = pathlib.Path(folder, "plain.txt")
    plain.write_text("\n".join(sentences) + "\n", encoding="utf-8")
    labeled = pathlib.Path(folder, "labeled.txt")
    labeled.write_text(
        "".join(f"__label__{number % 2} {text}\n" for number, text in enumerate(sentences)),
        encoding="utf-8")
    shared = dict(dim=3, minCount=1, epoch=20, lr=0.5, thread=10, verbose=0)
    models = {
        "fasttext.bin": fasttext.train_unsupervised(
            str(plain), minn=2, maxn=4, bucket=40, **shared),
        "fasttext_letters.bin": fasttext.train_unsupervised(
            str(plain), model="cbow", minn=1, maxn=2, bucket=25, **shared),
        "fasttext_words.bin": fasttext.train_unsupervised(
            str(plain), minn=0, maxn=0, **shared),
        "fasttext_supervised.bin": fasttext.train_supervised(
            str(labeled), minn=3, maxn=5, bucket=30, wordNgrams=2, **shared),
    }
    expected = {}
    for name, model in models.items():
        model.save_model(str(here / name))
        vectors = {word: model.get_word_vector(word).tolist() for word in model.words}
        composed = {word: model.get_word_vector(word).tolist() for word in unseen}
        _, counts = model.get_words(include_freq=True)
        expected[name] = {
            "words": model.words, "counts": counts.tolist(), "vectors": vectors,
            "composed": composed}
    # Quantization needs 256 rows.
    quantized = fasttext.train_supervised(str(labeled), minn=3, maxn=5, bucket=256, **shared)
    quantized.quantize(input=str(labeled), dsub=1)
    quantized.save_model(str(here / "fasttext.ftz"))
    (here / "fasttext.json").write_text(
        json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
