"""Writes the goldens of tokenizers that this project reads but does not build: WordPiece and Unigram.

    python3 Tests/Peers/make_foreign_tokenizer_goldens.py

The parts are those of the tokenizers of BERT, ALBERT, T5 and XLM-R; the vocabularies are learned from
the small corpus of make_tokenizer_goldens.py. Needs the PyPI packages `tokenizers`, `sentencepiece` and
`protobuf`.
"""

import base64
import json
import tempfile
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import (
    AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers,
)

from make_tokenizer_goldens import CORPUS, SENTENCES

MORE = [
    "The RIVER was ``high'' , and the Café's road isn't  closed .", "river rivers riverroad River's",
    "[CLS] a [SEP] [MASK] b [PAD]", "a <mask> b", "a  <mask>  b<mask>", "the ROADX ROADX xROADX",
    "１２ ㎏ ﬁ “x” … ™ ｶﾞ", "☃☃ ☃a☃ 水水a", "▁a ▁▁b▁ ▁", "\u200ba\u200d b\u00ad c", "日本語abcの川",
    "Well , we 're here ; I 'm not . do not go !", "a" * 101 + " " + "b" * 100,
    "the\u3000river\u00a0road\u2028x\u0085y", "e\u0301\u0301 n\u0303 ế", "x\r\ny \r\n", "ΑΣ İ",
]
RULES = {
    "\uff11": "1", "\uff12": "2", "\u00a0": " ", "\u3000": " ", "\u2026": "...", "\u201c": '"', "\u201d": '"',
    "\u2122": "TM", "e\u0301": "\u00e9", "\ufb01": "fi", "\u200b": "", "\t": " ", "\uff76\uff9e": "\u30ac",
}


def character_map():
    """What SentencePiece compiles from the rules above; its own tables are too large for a golden."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "rules.tsv")
        spell = lambda text: " ".join(f"{ord(letter):X}" for letter in text)
        rules.write_text("".join(f"{spell(a)}\t{spell(b)}\n" for a, b in RULES.items()))
        corpus = Path(folder, "corpus.txt")
        corpus.write_text(CORPUS)
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus), model_prefix=f"{folder}/m", vocab_size=80, normalization_rule_tsv=str(rules),
            minloglevel=2)
        model = sentencepiece_model_pb2.ModelProto()
        model.ParseFromString(Path(folder, "m.model").read_bytes())
        return model.normalizer_spec.precompiled_charsmap


def learn_wordpiece(tokenizer, special):
    tokenizer.train_from_iterator(
        CORPUS.splitlines(), trainers.WordPieceTrainer(
            vocab_size=200, special_tokens=special, show_progress=False))


def learn_unigram(tokenizer, special, unknown, extra=()):
    tokenizer.train_from_iterator(
        CORPUS.splitlines(), trainers.UnigramTrainer(
            vocab_size=150, special_tokens=special, unk_token=unknown, show_progress=False))
    if extra:
        model = json.loads(tokenizer.to_str())["model"]
        vocab = [tuple(entry) for entry in model["vocab"]] + [(token, -20.0) for token in extra]
        tokenizer.model = models.Unigram(vocab, unk_id=model["unk_id"], byte_fallback=True)


def surround(tokenizer, first, last):
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}".strip(), special_tokens=[
            (token, tokenizer.token_to_id(token)) for token in (first, last) if token])


def bert_uncased(charsmap):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    learn_wordpiece(tokenizer, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    surround(tokenizer, "[CLS]", "[SEP]")
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.enable_truncation(20)
    tokenizer.enable_padding()
    return tokenizer


def bert_cased(charsmap):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=20))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False, handle_chinese_chars=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    learn_wordpiece(tokenizer, ["[UNK]", "[SEP]", "[PAD]", "[CLS]"])
    tokenizer.add_tokens([AddedToken("ROADX", single_word=True, normalized=False), AddedToken("r c")])
    tokenizer.post_processor = processors.BertProcessing(
        ("[SEP]", tokenizer.token_to_id("[SEP]")), ("[CLS]", tokenizer.token_to_id("[CLS]")))
    tokenizer.decoder = decoders.WordPiece(cleanup=False)
    return tokenizer


def albert(charsmap):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(),
        normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Precompiled(charsmap),
        normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    learn_unigram(tokenizer, ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"], "<unk>")
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    surround(tokenizer, "[CLS]", "[SEP]")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    return tokenizer


def t5(charsmap):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Precompiled(charsmap)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="first")])
    learn_unigram(tokenizer, ["<pad>", "</s>", "<unk>"], "<unk>")
    tokenizer.add_tokens([AddedToken("Café", normalized=True), AddedToken("the road", rstrip=True)])
    surround(tokenizer, "", "</s>")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="never")
    return tokenizer


def unigram_bytes(charsmap):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    learn_unigram(tokenizer, ["<s>", "<pad>", "</s>", "<unk>"], "<unk>", bytes_)
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", tokenizer.token_to_id("</s>")), ("<s>", tokenizer.token_to_id("<s>")))
    return tokenizer


def main():
    folder = Path(__file__).parent.parent / "TokenizationTests" / "Goldens"
    charsmap = character_map()
    for name, make in {
        "bert-uncased": bert_uncased, "bert-cased": bert_cased, "albert": albert, "t5": t5,
        "unigram-bytes": unigram_bytes,
    }.items():
        tokenizer = make(charsmap)
        tokenizer.save(str(folder / f"{name}.json"))
        cases = []
        for text in SENTENCES + MORE:
            ids = tokenizer.encode(text).ids
            cases.append({"text": text, "ids": ids, "decoded": tokenizer.decode(ids)})
        lines = ",\n".join(json.dumps(case, ensure_ascii=True) for case in cases)
        (folder / f"{name}.cases.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
