"""Writes Tests/TokenizationTests/Goldens with Hugging Face tokenizers.

    python3 Tests/Peers/make_tokenizer_goldens.py

Writes a small corpus, tokenizers trained on it, and for each of them the ids of difficult sentences.
The tests require that the vocabulary builder makes the same tokenizers from the same corpus, and that
encoding gives the same ids. Needs the PyPI package `tokenizers`.
"""

import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SPECIAL = ["<pad>", "<unk>", "<s>", "</s>", "<blank>"]
PATTERN = (
    r"\w+?(?=[nN]['’][tT]\b)|[nN]['’][tT]\b|\w+"
    r"|['’](?:[sS]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])\b|([^\w\s])\1{0,2}"
)
SIZE = {"word": 120, "bpe": 360}
STRIPPED = [
    normalizers.NFKC(), normalizers.Lowercase(), normalizers.NFD(), normalizers.StripAccents(),
    normalizers.NFC(),
]
VARIANTS = [
    ("word-plain", "word", [normalizers.NFC()]),
    ("word-stripped", "word", STRIPPED),
    ("bpe-plain", "bpe", [normalizers.NFC()]),
    ("bpe-stripped", "bpe", STRIPPED),
]
CORPUS = """\
The river was high and the road along the river was closed.
We didn't know that the old bridge, which they'd painted red, had fallen.
The old man said: "It's the river's road now." Nobody laughed...
she walked the dog , and the dog walked her .
i do n't think it 's a good idea -- the food was n't that good !!
In 1987 there were 12 bridges; in 2003 there were 7.
Café Größe naïve señor Ωmega ﬁnd Ⅷ x² 東京 и снова река
The café's crème brûlée wasn't bad: 9/10, we'll be back!!!
Nobody knew the way, so we walked along the river and the road.
The dog, the man and the bridge. The man, the dog and the river.
"""
SENTENCES = [
    "", " ", "a", "The river", "  two  spaces  ", "tab\tand\nnewline\r", "unknownword",
    "don't DON'T do n't don’t it's IT'S it’s we'll they'd 's 'sad ''s n't n'tx rock 'n' roll",
    "... .... !!!!! -- ``a'' (b) [c] a/b a_b _num_ $1,234.56",
    "e\u0301 é \u00c9cole E\u0301COLE \u0301 a\u0327\u0301 Å ﬁ Ⅷ ½ x² ㎏ １２",
    "👩‍👩‍👧‍👦 👨🏽‍🚀 🏳️‍🌈 🇩🇪 1️⃣", "שָׁלוֹם مرحبا \u202eabc\u202c", "日本語 中文。한국어 각", "и снова река",
    "a\u0000b \u0001\u001b[0m \u007f \ufeff\u200b\u00a0x\u3000y\u2028z",
    "</s> a</s>b <s><pad> <unk> <blank> < s> </S> <</s>", "É</s>\u0301",
    "İstanbul ΑΣ ẞ Ǆ", "\u0f71\u0f72\u0f73 \u1cf2 \u08d4\u0898",
    "x" * 60, "the" * 40, "river road " * 10, "\ufffd \uffff \U0010ffff",
]


def trained(kind, steps):
    if kind == "word":
        tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
        tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(PATTERN), "removed", invert=True)
        trainer = trainers.WordLevelTrainer(
            vocab_size=SIZE[kind], special_tokens=SPECIAL, show_progress=False)
    else:
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel(add_prefix_space=False)
        trainer = trainers.BpeTrainer(
            vocab_size=SIZE[kind], special_tokens=SPECIAL, show_progress=False,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.train_from_iterator(CORPUS.splitlines(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B:1 </s>:1", special_tokens=[("</s>", 3)])
    return tokenizer


def main():
    folder = Path(__file__).parent.parent / "TokenizationTests" / "Goldens"
    (folder / "corpus.txt").write_text(CORPUS)
    for name, kind, steps in VARIANTS:
        tokenizer = trained(kind, steps)
        tokenizer.save(str(folder / f"{name}.json"))
        cases = [
            {"text": text, "ids": tokenizer.encode(text).ids, "decoded": tokenizer.decode(tokenizer.encode(text).ids)}
            for text in SENTENCES
        ]
        lines = ",\n".join(json.dumps(case, ensure_ascii=True) for case in cases)
        (folder / f"{name}.cases.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
