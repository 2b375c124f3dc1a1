"""Reads the models and indexes of textae, embeds sentences, and searches: one file, only NumPy.

    import textae_reader
    model = textae_reader.Model("my.textae")
    vectors = model.embed(["The soup was cold."])                 # float32 [sentences × dimension]
    index = textae_reader.Index("my.index")
    for found in index.search(vectors, count=3)[0]:
        print(found.score, found.id, index.sentence(found.id))

    python3 textae_reader.py embed my.textae my.txt --output my.npy
    python3 textae_reader.py search my.index --model my.textae --count 3 "a key in the kitchen"

It is a second implementation, written from the descriptions of the files, to be read beside them and
to be compared with textae (python_reader_parity.py). It is plain rather than fast. Copy it into your own
project if you like.

What it does not have: word vectors (.skipgram), encoders other than `lstm` and `sum`, tokenizers of other
tools, text from vectors, training, changes to an index, graphs (a search compares every row) and the
checksums of large parts. It refuses such files by the name of what it lacks. Numbers that a file states
are compared with the size of the file before anything is read. Needs Python 3.10 and NumPy.
"""

import argparse
import json
import os
import re
import struct
import sys
import unicodedata
from typing import NamedTuple

import numpy as np


class FormatError(ValueError):
    """A file is damaged, or has something that this reader does not know."""


# ------------------------------------------------------------------------------------------------
# safetensors: u64 length of the header, the header as JSON, the numbers
# ------------------------------------------------------------------------------------------------

_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I8": "<i1"}
_LARGEST_HEADER = 100_000_000


class Tensors:
    """The tensors of a .safetensors file, mapped into memory."""

    def __init__(self, path):
        self.path = path
        size = os.path.getsize(path)
        if size < 8:
            raise FormatError(f"{path}: {size} bytes are too few for a safetensors file")
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        length = struct.unpack("<Q", self._bytes[:8].tobytes())[0]
        if length > min(_LARGEST_HEADER, size - 8):
            raise FormatError(f"{path}: a header of {length} bytes in a file of {size}")
        header = _json(self._bytes[8 : 8 + length].tobytes(), path)
        self.metadata = header.pop("__metadata__", {})
        self._entries = {}
        data = size - 8 - length
        for name, entry in header.items():
            try:
                kind, shape, (start, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
                count = 1
                for n in shape:
                    count *= n
            except (KeyError, TypeError, ValueError):
                raise FormatError(f"{path}: tensor {name} lacks a type, a shape or its offsets") from None
            if kind not in _DTYPES:
                raise FormatError(f"{path}: tensor {name} has the type {kind}, which is not read here")
            if not all(isinstance(n, int) and n >= 0 for n in [*shape, start, end]):
                raise FormatError(f"{path}: tensor {name} has a shape or offsets that are no numbers")
            if end > data or end - start != count * np.dtype(_DTYPES[kind]).itemsize:
                raise FormatError(f"{path}: tensor {name}: shape, offsets and file size do not agree")
            self._entries[name] = (kind, tuple(shape), 8 + length + start, 8 + length + end)

    def __contains__(self, name):
        return name in self._entries

    def floats(self, name, shape):
        """A tensor of this shape as float32, whatever numbers it is stored in.

        8-bit numbers have the scales of their rows beside them: w[row, column] = q[row, column] × scale[row].
        """
        if name not in self._entries:
            raise FormatError(f"{self.path}: tensor {name} is missing")
        kind, found, start, end = self._entries[name]
        if found != tuple(shape):
            raise FormatError(f"{self.path}: tensor {name} has the shape {list(found)}, not {list(shape)}")
        values = self._bytes[start:end].view(_DTYPES[kind]).reshape(shape)
        if kind == "BF16":
            return _from_bf16(values)
        if kind != "I8":
            return values.astype(np.float32)
        return values.astype(np.float32) * self.floats(name + ".scale", shape[:1])[:, None]


def _from_bf16(values):
    """Numbers of which only the upper two bytes of a float32 are stored."""
    return (values.astype(np.uint32) << 16).view(np.float32)


def _json(data, path):
    try:
        value = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise FormatError(f"{path}: it is not JSON") from None
    if not isinstance(value, dict):
        raise FormatError(f"{path}: it is no JSON object")
    return value


def _read_json(path, most=256 << 20):
    if os.path.getsize(path) > most:
        raise FormatError(f"{path}: larger than {most} bytes")
    with open(path, "rb") as file:
        return _json(file.read(), path)


# ------------------------------------------------------------------------------------------------
# tokenizer.json, the format of Hugging Face tokenizers
# ------------------------------------------------------------------------------------------------

_SPACES = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(c) for c in range(0x2000, 0x200B)
}
_WORD_NUMBERS = frozenset("\u00b2\u00b3\u00b9\u00bc\u00bd\u00be")

# GPT-2's words, for text in which every letter is an "a", every number a 0 and every other sign a dot.
_BYTE_LEVEL = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+|\s+(?!\S)|\s+")

# The words of word-level models, the only pattern that textae writes.
_WORDS = (
    r"\w+?(?=[nN]['’][tT]\b)|[nN]['’][tT]\b|\w+"
    r"|['’](?:[sS]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])\b|([^\w\s])\1{0,2}"
)
_WORDS_ASCII = re.compile(_WORDS, re.ASCII)


def _byte_alphabet():
    """The character that stands for each byte: printable ones for themselves, others from U+0100 on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    alphabet, next_free = {}, 0x100
    for byte in range(256):
        if byte in printable:
            alphabet[byte] = chr(byte)
        else:
            alphabet[byte], next_free = chr(next_free), next_free + 1
    return alphabet


def _as_byte_level(character):
    """A character of the class that `_BYTE_LEVEL` asks for."""
    if character.isascii() and (character.isalnum() or character in "' "):
        return character
    if character in _SPACES:
        return "\t"
    category = unicodedata.category(character)[0]
    return "a" if category == "L" else "0" if category == "N" else "."


def _as_words(character):
    """A character that Python's ASCII classes \\w and \\s put where Unicode's put the original one."""
    if character.isascii():
        # Python also takes U+001C to U+001F for white space.
        return "\x01" if "\x1c" <= character <= "\x1f" else character
    if character in _SPACES:
        return " "
    category = unicodedata.category(character)
    if category[0] in "LM" or category in ("Nd", "Nl", "Pc") or character in _WORD_NUMBERS:
        return "_"
    return "_" if "\u24b6" <= character <= "\u24e9" else character


class Tokenizer:
    """Turns a sentence into token ids as `tokenizers.Tokenizer.from_file(path)` does.

    Reads what textae writes: byte-level BPE and lists of words. Letters that are newer than the Unicode of
    this Python may be split otherwise.
    """

    def __init__(self, path):
        self.path = path
        document = _read_json(path)
        try:
            self._read(document)
        except (KeyError, TypeError, AttributeError, IndexError):
            raise FormatError(f"{path}: it is not a tokenizer of the format that is read here") from None

    def _read(self, document):
        if document.get("truncation") or document.get("padding"):
            raise self._unknown("truncation and padding")
        self._normalize = self._normalizer(document.get("normalizer"))
        self._added = {}
        for token in document["added_tokens"]:
            if token["single_word"] or token["lstrip"] or token["rstrip"] or token["normalized"]:
                raise self._unknown(f"the added token {token['content']}")
            self._added[token["content"]] = token["id"]
        longest_first = sorted(self._added, key=len, reverse=True)
        self._specials = re.compile("(" + "|".join(map(re.escape, longest_first)) + ")")
        self._template(document["post_processor"])
        model, splitter = document["model"], document["pre_tokenizer"]
        self.vocabulary = model["vocab"]
        if model["type"] == "BPE" and splitter["type"] == "ByteLevel":
            for option in ("dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback"):
                if model.get(option):
                    raise self._unknown(f"BPE with {option}")
            if not splitter.get("use_regex", True) or model.get("ignore_merges"):
                raise self._unknown("this kind of BPE")
            pairs = [tuple(m.split(" ")) if isinstance(m, str) else tuple(m) for m in model["merges"]]
            self._ranks = {pair: rank for rank, pair in enumerate(pairs)}
            self._prefix = splitter["add_prefix_space"]
            self._bytes = _byte_alphabet()
            self._cache = {}
            self._encode_text = self._byte_pairs
        elif model["type"] == "WordLevel" and splitter["type"] == "Split":
            if splitter["pattern"] != {"Regex": _WORDS} or not splitter["invert"]:
                raise self._unknown("this pattern of words")
            self._unknown_id = self.vocabulary[model["unk_token"]]
            self._encode_text = self._words
        else:
            raise self._unknown(f"{model['type']} with {splitter['type']}")

    def _unknown(self, part):
        return FormatError(f"{self.path}: {part} is not read here; the package tokenizers reads it")

    def _normalizer(self, part):
        if part is None:
            return lambda text: text
        kind = part["type"]
        if kind == "Sequence":
            steps = [self._normalizer(step) for step in part["normalizers"]]

            def all_of_them(text):
                for step in steps:
                    text = step(text)
                return text

            return all_of_them
        if kind in ("NFC", "NFD", "NFKC", "NFKD"):
            return lambda text: unicodedata.normalize(kind, text)
        if kind == "Lowercase":
            # Letter by letter: a final sigma has no form of its own.
            return lambda text: text.lower() if text.isascii() else "".join(c.lower() for c in text)
        if kind == "StripAccents":
            return lambda text: "".join(c for c in text if unicodedata.category(c)[0] != "M")
        raise self._unknown(f"the normalizer {kind}")

    def _template(self, part):
        """The ids before and after every sentence."""
        if part["type"] != "TemplateProcessing":
            raise self._unknown(f"the post-processor {part['type']}")
        self._before, self._after, sides = [], [], []
        for piece in part["single"]:
            if "Sequence" in piece:
                sides.append(piece)
            else:
                ids = part["special_tokens"][piece["SpecialToken"]["id"]]["ids"]
                (self._after if sides else self._before).extend(ids)
        if len(sides) != 1:
            raise self._unknown("this template")

    def encode(self, text, maximum_length=None):
        """The ids of a sentence with those around it, which do not count towards the maximum length."""
        ids = []
        for place, piece in enumerate(self._specials.split(text)):
            if place % 2 == 1:
                ids.append(self._added[piece])
            elif piece:
                self._encode_text(self._normalize(piece), ids)
        return self._before + ids[:maximum_length] + self._after

    def _words(self, text, ids):
        for match in _WORDS_ASCII.finditer("".join(map(_as_words, text))):
            ids.append(self.vocabulary.get(text[match.start() : match.end()], self._unknown_id))

    def _byte_pairs(self, text, ids):
        if self._prefix and text and not text.startswith(" "):
            text = " " + text
        for match in _BYTE_LEVEL.finditer("".join(map(_as_byte_level, text))):
            word = text[match.start() : match.end()]
            if word not in self._cache:
                self._cache[word] = self._merged(word)
            ids.extend(self._cache[word])

    def _merged(self, word):
        """Joins, again and again, the neighbors that were learned to be joined first."""
        parts = [self._bytes[byte] for byte in word.encode()]
        while len(parts) > 1:
            pairs = list(zip(parts, parts[1:]))
            best = min(pairs, key=lambda pair: self._ranks.get(pair, len(self._ranks)))
            if best not in self._ranks:
                break
            joined, place = [], 0
            while place < len(parts):
                if place < len(pairs) and pairs[place] == best:
                    joined.append(parts[place] + parts[place + 1])
                    place += 2
                else:
                    joined.append(parts[place])
                    place += 1
            parts = joined
        return [self.vocabulary[part] for part in parts if part in self.vocabulary]


# ------------------------------------------------------------------------------------------------
# A model: config.json, tokenizer.json, model.safetensors, postprocessing.safetensors
# ------------------------------------------------------------------------------------------------


def _sigmoid(x):
    # By the hyperbolic tangent, which does not overflow.
    return np.float32(0.5) * np.tanh(np.float32(0.5) * x) + np.float32(0.5)


def _lstm(inputs, lengths, weights):
    """The outputs of an LSTM layer [time × batch × H], and its final states [batch × H].

    The gates are i, f, g, o, as in torch.nn.LSTM. `inputs` are [time × batch × E]. A sentence that has
    ended keeps its state, so the state after the last step is the final one of each.
    """
    w_input, w_hidden, bias = weights
    time, batch, _ = inputs.shape
    size = w_hidden.shape[1]
    hidden = np.zeros((batch, size), np.float32)
    cell = np.zeros((batch, size), np.float32)
    outputs = np.zeros((time, batch, size), np.float32)
    for t in range(time):
        live = np.flatnonzero(lengths > t)
        gates = inputs[t, live] @ w_input.T + hidden[live] @ w_hidden.T + bias
        i, f, g, o = np.split(gates, 4, axis=1)
        cell[live] = _sigmoid(f) * cell[live] + _sigmoid(i) * np.tanh(g)
        hidden[live] = _sigmoid(o) * np.tanh(cell[live])
        outputs[t, live] = hidden[live]
    return outputs, hidden


def _reversed(inputs, lengths):
    """Every sentence from its last token to its first; what is behind its end stays there."""
    result = inputs.copy()
    for row, length in enumerate(lengths):
        result[:length, row] = inputs[:length, row][::-1]
    return result


class Model:
    """A folder NAME.textae whose encoder turns sentences into vectors."""

    _NEWEST = 4
    _BOUNDS = {
        "vocabularySize": 1 << 24, "embeddingSize": 1 << 16, "hiddenSize": 1 << 16, "layers": 64,
        "latentSize": 1 << 16,
    }

    def __init__(self, path, raw=False):
        """Opens a model; with `raw`, without the post-processing in its folder."""
        self.path = path
        configuration = _read_json(os.path.join(path, "config.json"), 1 << 20)
        if configuration.get("kind", configuration.get("format")) not in ("autoencoder", "textae-autoencoder"):
            raise FormatError(f"{path}: it is not an autoencoder of textae")
        version = configuration.get("version")
        if not isinstance(version, int) or version > self._NEWEST:
            raise FormatError(f"{path}: version {version}; versions up to {self._NEWEST} are read here")
        shape = configuration.get("architecture", {})
        for name, most in self._BOUNDS.items():
            value = shape.get(name)
            if name == "latentSize" and value is None:
                continue
            if not isinstance(value, int) or not 1 <= value <= most:
                raise FormatError(f"{path}: {name} is {value}, but must be 1 to {most}")
        self.encoder = shape.get("encoder", "lstm")
        if self.encoder not in ("lstm", "sum"):
            raise FormatError(f"{path}: the encoder {self.encoder} is not read here, only lstm and sum")
        self.maximum_length = configuration.get("maximumLength")
        if not isinstance(self.maximum_length, int) or not 1 <= self.maximum_length <= 10_000:
            raise FormatError(f"{path}: the maximum length is {self.maximum_length}")
        self.tokenizer = Tokenizer(os.path.join(path, "tokenizer.json"))
        if len(self.tokenizer.vocabulary) != shape["vocabularySize"]:
            raise FormatError(f"{path}: the tokenizer and the weights have different numbers of tokens")
        self._read_weights(Tensors(os.path.join(path, "model.safetensors")), shape)
        after = os.path.join(path, "postprocessing.safetensors")
        self._after = None if raw or not os.path.exists(after) else PostProcessing(after, self.dimension)
        if self._after:
            self.dimension = self._after.output_dimension

    def _read_weights(self, tensors, shape):
        embedding, hidden, layers = shape["embeddingSize"], shape["hiddenSize"], shape["layers"]
        self.table = tensors.floats("encoder.embedding.weight", (shape["vocabularySize"], embedding))
        self.residual = bool(shape.get("isResidual"))  # the third layer and those above add what was read below
        self.layers = []  # for every layer one or two directions of (input, hidden, bias)
        state = embedding
        if self.encoder == "lstm":
            directions = ["", "_reverse"] if shape.get("isBidirectional") else [""]
            for layer in range(layers):
                size = embedding if layer == 0 else hidden * len(directions)
                self.layers.append([])
                for direction in directions:
                    end = f"_l{layer}{direction}"
                    name = "encoder.lstm."
                    self.layers[-1].append((
                        tensors.floats(f"{name}weight_ih{end}", (4 * hidden, size)),
                        tensors.floats(f"{name}weight_hh{end}", (4 * hidden, hidden)),
                        tensors.floats(f"{name}bias_ih{end}", (4 * hidden,))
                        + tensors.floats(f"{name}bias_hh{end}", (4 * hidden,)),
                    ))
            state = hidden * len(directions)
        self.dimension = shape.get("latentSize") or state
        latent = shape.get("latent") or ("linear" if shape.get("latentSize") else "state")
        kind, *values = latent.split(":")
        if kind not in ("state", "linear", "rectified", "variational", "k-sparse"):
            raise FormatError(f"{self.path}: the latent {latent} is not read here")
        # The mean of a variational latent is a linear map, too.
        self.latent = None
        if kind != "state":
            self.latent = (
                tensors.floats("latent.weight", (self.dimension, state)),
                tensors.floats("latent.bias", (self.dimension,)),
            )
        self.kept = int(values[0]) if kind == "k-sparse" else None
        self.rectified = kind == "rectified"

    def embed(self, sentences, batch_size=256):
        """The vectors of sentences, float32 [sentences × dimension], as `textae embed` writes them."""
        ids = [self.tokenizer.encode(sentence, self.maximum_length) for sentence in sentences]
        result = np.zeros((len(ids), self.dimension), np.float32)
        # Sentences of similar length together, so that little is padded.
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            result[rows] = self._encode([ids[row] for row in rows])
        return result

    def _encode(self, sentences):
        lengths = np.array([len(ids) for ids in sentences])
        tokens = np.zeros((lengths.max(), len(sentences)), np.int64)
        for row, ids in enumerate(sentences):
            tokens[: len(ids), row] = ids
        values = self.table[tokens]  # [time × batch × E]
        if self.encoder == "sum":
            is_there = np.arange(len(tokens))[:, None] < lengths
            state = (values * is_there[:, :, None]).sum(axis=0)
        below = None
        for number, directions in enumerate(self.layers):
            if self.residual and number > 1:
                values = values + below
            below = values
            forward, state = _lstm(values, lengths, directions[0])
            if len(directions) == 1:
                values = forward
                continue
            backward, other = _lstm(_reversed(values, lengths), lengths, directions[1])
            values = np.concatenate([forward, _reversed(backward, lengths)], axis=2)
            state = np.concatenate([state, other], axis=1)
        if self.latent:
            state = state @ self.latent[0].T + self.latent[1]
        if self.rectified:
            state = np.maximum(state, 0)
        if self.kept:
            lost = np.argsort(-np.abs(state), axis=1, kind="stable")[:, self.kept :]
            np.put_along_axis(state, lost, 0, axis=1)
        return self._after.apply(state) if self._after else state


class PostProcessing:
    """Subtracts a mean, then removes directions or whitens."""

    def __init__(self, path, dimension):
        tensors = Tensors(path)
        recipe = tensors.metadata
        if recipe.get("kind") != "postprocessing" or recipe.get("dimension") != str(dimension):
            raise FormatError(f"{path}: it is no post-processing of vectors of {dimension} components")
        try:
            removed, whitened = int(recipe["remove"]), recipe["whiten"]
            whitened = None if whitened == "none" else int(whitened)
            centers = {"true": True, "false": False}[recipe["center"]]
        except (KeyError, ValueError):
            raise FormatError(f"{path}: its recipe cannot be read") from None
        self.mean = tensors.floats("mean", (dimension,)) if centers else np.zeros(dimension, np.float32)
        self.whitening = tensors.floats("whitening", (whitened, dimension)) if whitened else None
        self.removed = None
        if removed > 0 and not whitened:
            self.removed = tensors.floats("components", (removed, dimension))
        self.output_dimension = whitened or dimension

    def apply(self, vectors):
        """The changed vectors."""
        vectors = vectors - self.mean
        if self.whitening is not None:
            return vectors @ self.whitening.T
        if self.removed is not None:
            for direction in self.removed:
                vectors = vectors - np.outer(vectors @ direction, direction)
        return vectors


# ------------------------------------------------------------------------------------------------
# An index: a folder of segments, and a manifest that says which of them count
# ------------------------------------------------------------------------------------------------

_MASK = (1 << 64) - 1
_PRIMES = (
    0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5,
)


def xxhash64(data, seed=0):
    """The checksum of manifests and headers (Collet's xxHash64)."""
    p1, p2, p3, p4, p5 = _PRIMES

    def rotated(x, bits):
        return (x << bits | x >> (64 - bits)) & _MASK

    def mixed(lane, word):
        return rotated((lane + word * p2) & _MASK, 31) * p1 & _MASK

    place = 0
    if len(data) >= 32:
        lanes = [(seed + p1 + p2) & _MASK, (seed + p2) & _MASK, seed, (seed - p1) & _MASK]
        while place + 32 <= len(data):
            words = struct.unpack_from("<4Q", data, place)
            lanes = [mixed(lane, word) for lane, word in zip(lanes, words)]
            place += 32
        value = sum(rotated(lane, bits) for lane, bits in zip(lanes, (1, 7, 12, 18))) & _MASK
        for lane in lanes:
            value = ((value ^ mixed(0, lane)) * p1 + p4) & _MASK
    else:
        value = (seed + p5) & _MASK
    value = (value + len(data)) & _MASK
    while place + 8 <= len(data):
        value ^= mixed(0, struct.unpack_from("<Q", data, place)[0])
        value = (rotated(value, 27) * p1 + p4) & _MASK
        place += 8
    if place + 4 <= len(data):
        value ^= struct.unpack_from("<I", data, place)[0] * p1 & _MASK
        value = (rotated(value, 23) * p2 + p3) & _MASK
        place += 4
    for byte in data[place:]:
        value = rotated(value ^ byte * p5 & _MASK, 11) * p1 & _MASK
    for shift, prime in ((33, p2), (29, p3), (32, 1)):
        value = (value ^ value >> shift) * prime & _MASK
    return value


class Neighbor(NamedTuple):
    """A row near a query."""

    id: int
    score: float


_METRICS = ("cosine", "dot", "l2")
_HEADER = 4_096


class Segment:
    """Rows in one file: vectors, their ids, sentences and columns."""

    def __init__(self, path, dimension, metric, columns):
        self.path = path
        size = os.path.getsize(path)
        if size < _HEADER:
            raise FormatError(f"{path}: {size} bytes are too few for a segment of an index")
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        header = self._bytes[:_HEADER].tobytes()
        version, _, metric_code, codec = struct.unpack_from("<4I", header, 8)
        if header[:8] != b"TEXTAEIX" or version != 2:
            raise FormatError(f"{path}: it is no segment of version 2 of an index")
        if xxhash64(header[:-8]) != struct.unpack_from("<Q", header, _HEADER - 8)[0]:
            raise FormatError(f"{path}: the checksum of its header does not match")
        self.count, found_dimension = struct.unpack_from("<2Q", header, 24)
        number = struct.unpack_from("<Q", header, 56)[0]
        if found_dimension != dimension or metric_code != _METRICS.index(metric) or number > 100:
            raise FormatError(f"{path}: it does not belong to the manifest of the index")
        self._sections = {}
        for place in range(64, 64 + 40 * number, 40):
            name, offset, length = struct.unpack_from("<16s2Q", header, place)
            if offset + length > size:
                raise FormatError(f"{path}: a section ends behind the file; it may be cut short")
            self._sections[name.rstrip(b"\0").decode("ascii", "replace")] = (offset, length)
        self.dimension = dimension
        self.codec = codec
        strides = {0: 4 * dimension, 1: 2 * dimension, 2: 2 * dimension, 3: -(-dimension // 16) * 16 + 4}
        if codec not in strides:
            raise FormatError(f"{path}: rows of the codec {codec} are not read here")
        self._stride = strides[codec]
        self._rows = self._section("vectors", self.count * self._stride).reshape(self.count, self._stride)
        self.ids = np.arange(self.count, dtype=np.uint64)
        if "ids" in self._sections:
            self.ids = self._section("ids", 8 * self.count).view("<u8")
        self._texts = self._table("offsets", "text", self.count)
        self._columns = columns
        self._fields = self._table("field-offsets", "fields", self.count * columns) if columns else None

    def _section(self, name, length):
        """The bytes of a section, which must have this length."""
        if name not in self._sections or self._sections[name][1] != length:
            raise FormatError(f"{self.path}: its section {name} does not match its header")
        offset = self._sections[name][0]
        return self._bytes[offset : offset + length]

    def _table(self, offsets, text, count):
        """Where each of some texts begins and the last one ends, and their bytes."""
        if offsets not in self._sections or text not in self._sections:
            return None
        places = self._section(offsets, 8 * (count + 1)).view("<u8")
        return places, self._section(text, self._sections[text][1])

    def _text(self, table, row):
        places, text = table
        start, end = int(places[row]), int(places[row + 1])
        if not start <= end <= len(text):
            raise FormatError(f"{self.path}: its table of texts is damaged")
        return text[start:end].tobytes().decode("utf-8", "replace")

    def vectors(self, start, end):
        """The rows from `start` to before `end`, float32 [rows × dimension]."""
        rows = self._rows[start:end]
        if self.codec == 0:
            return rows.view("<f4")
        if self.codec == 1:
            return rows.view("<f2").astype(np.float32)
        if self.codec == 2:
            return _from_bf16(rows.view("<u2"))
        steps = rows[:, : self.dimension].view(np.int8).astype(np.float32)
        return steps * np.ascontiguousarray(rows[:, -4:]).view("<f4")

    def sentence(self, row):
        """A sentence, or None if the index has none."""
        return None if self._texts is None else self._text(self._texts, row)

    def fields(self, row):
        """The fields of a row, one for each column."""
        if not self._columns:
            return []
        if self._fields is None:
            raise FormatError(f"{self.path}: its columns are missing")
        return [self._text(self._fields, row * self._columns + column) for column in range(self._columns)]


class Index:
    """A folder NAME.index; a search compares a query with every row."""

    _BLOCK = 8_192

    def __init__(self, path):
        self.path = path
        file = os.path.join(path, "manifest.json")
        if not os.path.exists(file):
            raise FormatError(f"{path}: it is no folder of an index; an index in a single file is not read here")
        if os.path.getsize(file) > 16 << 20:
            raise FormatError(f"{file}: longer than a manifest")
        with open(file, "rb") as opened:
            line, _, checksum = opened.read().partition(b"\n")
        manifest = _json(line, file)
        if manifest.get("format") != "textae index" or manifest.get("version") != 1:
            raise FormatError(f"{file}: it is no manifest of version 1 of an index")
        if checksum != b"%016x\n" % xxhash64(line + b"\n"):
            raise FormatError(f"{file}: its checksum does not match")
        self.dimension, self.metric = manifest.get("dimension"), manifest.get("metric")
        if not isinstance(self.dimension, int) or not 1 <= self.dimension < 1 << 22 or self.metric not in _METRICS:
            raise FormatError(f"{file}: its manifest holds impossible values")
        self.columns = manifest.get("columns", [])
        self.model = manifest.get("model", {}).get("path")
        self._segments = []  # with the rows that are there, as booleans
        for entry in manifest["segments"]:
            segment = Segment(self._file(entry["file"]), self.dimension, self.metric, len(self.columns))
            if segment.count != entry["count"]:
                raise FormatError(f"{segment.path}: it does not belong to the manifest of the index")
            is_there = np.ones(segment.count, bool)
            if "removed" in entry:
                is_there = ~self._removed(self._file(entry["removed"]), segment.count)
            self._segments.append((segment, is_there))

    def _file(self, name):
        if not isinstance(name, str) or os.path.basename(name) != name or name in ("", ".", ".."):
            raise FormatError(f"{self.path}: its manifest names a file outside the folder")
        return os.path.join(self.path, name)

    def _removed(self, path, rows):
        """Which rows are gone: TEXTAEDL, u64 rows, a bit for each in u64 words, checksum."""
        size = 16 + (rows + 63) // 64 * 8 + 8
        if os.path.getsize(path) != size:
            raise FormatError(f"{path}: it does not have the {size} bytes of a list of removed rows")
        with open(path, "rb") as file:
            data = file.read()
        if data[:8] != b"TEXTAEDL" or struct.unpack_from("<Q", data, 8)[0] != rows:
            raise FormatError(f"{path}: it is no list of removed rows")
        if xxhash64(data[:-8]) != struct.unpack_from("<Q", data, size - 8)[0]:
            raise FormatError(f"{path}: its checksum does not match")
        bits = np.frombuffer(data, np.uint8, offset=16, count=size - 24)
        return np.unpackbits(bits, bitorder="little")[:rows].astype(bool)

    def __len__(self):
        return sum(int(is_there.sum()) for _, is_there in self._segments)

    def rows(self):
        """All rows: for each its id, its vector, its sentence or None, and its fields."""
        for segment, is_there in self._segments:
            for row in np.flatnonzero(is_there):
                vector = segment.vectors(row, row + 1)[0]
                yield int(segment.ids[row]), vector, segment.sentence(row), segment.fields(row)

    def _find(self, id):
        # An id that was given to another row later is in a later segment.
        for segment, is_there in reversed(self._segments):
            row = int(np.searchsorted(segment.ids, id))
            if row < segment.count and segment.ids[row] == id and is_there[row]:
                return segment, row
        raise KeyError(f"no row has the id {id}")

    def sentence(self, id):
        """The sentence of an id, or None if the index has none."""
        segment, row = self._find(id)
        return segment.sentence(row)

    def fields(self, id):
        """The columns of an id by their names."""
        segment, row = self._find(id)
        return dict(zip(self.columns, segment.fields(row)))

    def search(self, queries, count=10):
        """The nearest rows to each of the queries [queries × dimension], best first, equal ones by id.

        Scores are cosines, inner products, or distances, where lower is nearer; summed in double precision.
        """
        queries = np.asarray(queries, np.float64)
        if queries.ndim != 2 or queries.shape[1] != self.dimension:
            raise ValueError(f"queries of the shape {queries.shape}; the index has {self.dimension} components")
        if not np.isfinite(queries).all():
            raise ValueError("a query has an infinite or undefined component")
        if self.metric == "cosine":
            # The rows of such an index have the length 1 already.
            norms = np.linalg.norm(queries, axis=1, keepdims=True)
            queries = (queries / np.where(norms > 0, norms, 1)).astype(np.float32).astype(np.float64)
        best = [[] for _ in queries]  # (minus the order, id)
        for segment, is_there in self._segments:
            for start in range(0, segment.count, self._BLOCK):
                rows = start + np.flatnonzero(is_there[start : start + self._BLOCK])
                if len(rows) == 0:
                    continue
                block = segment.vectors(start, min(start + self._BLOCK, segment.count))[rows - start]
                block = block.astype(np.float64)
                ids = segment.ids[rows]
                for number, query in enumerate(queries):
                    order = -(block @ query) if self.metric != "l2" else ((block - query) ** 2).sum(axis=1)
                    near = np.argsort(order, kind="stable")[:count]
                    more = [(float(order[place]), int(ids[place])) for place in near]
                    best[number] = sorted(best[number] + more)[:count]
        sign = -1.0 if self.metric != "l2" else 1.0
        root = np.sqrt if self.metric == "l2" else float
        return [[Neighbor(id, float(root(sign * order))) for order, id in rows] for rows in best]


# ------------------------------------------------------------------------------------------------
# Command line
# ------------------------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    embed = commands.add_parser("embed", help="write the vectors of the lines of a file")
    embed.add_argument("model")
    embed.add_argument("file")
    embed.add_argument("--output", required=True)
    embed.add_argument("--raw", action="store_true", help="without the post-processing of the model")
    search = commands.add_parser("search", help="print the nearest sentences of an index")
    search.add_argument("index")
    search.add_argument("query")
    search.add_argument("--model", help="if it is not where the index remembers it")
    search.add_argument("--count", type=int, default=10)
    options = parser.parse_args()
    try:
        if options.command == "embed":
            with open(options.file, encoding="utf-8-sig", errors="replace", newline="\n") as file:
                lines = [line.removesuffix("\n").removesuffix("\r") for line in file]
            np.save(options.output, Model(options.model, raw=options.raw).embed(lines))
        else:
            index = Index(options.index)
            path = options.model or index.model or ""
            if not os.path.isdir(path):
                sys.exit(f"textae_reader: no model folder {path!r}; give one with --model. `textae model export` "
                         "writes the model that comes with textae")
            model = Model(path)
            for found in index.search(model.embed([options.query]), options.count)[0]:
                print(f"{found.score:.4f}\t{found.id}\t{index.sentence(found.id)}")
    except (FormatError, OSError) as error:
        sys.exit(f"textae_reader: {error}")


if __name__ == "__main__":
    main()
