"""Writes Tests/LexicalSearchTests/Goldens: stems, and scores of BM25 and TF-IDF by other programs.

    python3 Tests/Peers/make_lexical_goldens.py

Needs the PyPI packages `snowballstemmer` 2.2.0, `rank-bm25` and `scikit-learn`. The stems are those of
the words of the folder `corpora` and of a list of words that try every rule. The scores are those of
the first sentences of the corpora and some queries. rank-bm25 floors its inverse document frequencies
and adds nothing inside the logarithm; here it is given those of Robertson and Zaragoza, plus 1, so that
what remains to compare is the rest of the formula.
"""

import json
import math
import re
from pathlib import Path

import snowballstemmer
from rank_bm25 import BM25Okapi
from sklearn.feature_extraction.text import TfidfVectorizer

ROOT = Path(__file__).resolve().parents[2]
GOLDENS = ROOT / "Tests/LexicalSearchTests/Goldens"
TRICKY = """
skis skies dying lying tying idly gently ugly early only singly sky news howe atlas cosmos bias andes
inning outing canning herring earring proceed exceed succeed innings succeeded
generate generates generating generally generic generous generously communism communities arsenic
arsenal ties cries tied cried gas this gaps kiwis bus boss caresses ponies luxuriated hopping hoping
hoped falling filing sized failing agreed feed bleed agreedly exceedingly hopped beds
say cry by toy youth boyish boyishly flying sayings yes
relational conditional rational valenci hesitanci digitizer conformabli radicalli differentli vileli
analogousli vietnamization predication operator feudalism decisiveness hopefulness callousness
formaliti sensitiviti sensibiliti analogi geologi fulli hopefulli carelessli likeli
triplicate formative formalize electriciti electrical hopeful goodness negative relatively
revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment
dependent adoption homologou communism activate angulariti homologous effective bowdlerize
probate rate cease controll roll full dull recall
boy's boys' o'clock dogs's 'quoted bed's
beautiful beautifully eat eaten sheep geese vvv yyy aye eye eyed owed owing paid bowed bow
"""
QUERIES = [
    "the", "the garden and the kitchen", "a letter", "letters letters letters train", "zzz unknown",
    "my sister found the key", "rain rain go away", "doctors helped farmers", "",
    "the the the the", "music of the old house",
]


def corpus_lines():
    for path in sorted((ROOT / "corpora/written").rglob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield line.strip()


def words(text):
    return re.findall(r"[a-z]+", text.lower())


def main():
    GOLDENS.mkdir(parents=True, exist_ok=True)
    stemmer = snowballstemmer.stemmer("english")
    lines = list(corpus_lines())
    every = sorted(set(w for line in lines for w in words(line)) | set(TRICKY.split()))
    text = "".join(f"{word}\t{stemmer.stemWord(word)}\n" for word in every)
    (GOLDENS / "stems.tsv").write_text(text, encoding="utf-8")

    # Only letters, so that what a word is cannot differ.
    documents = [" ".join(words(line)) for line in lines[::7]][:300]
    tokens = [[stemmer.stemWord(w) for w in words(d)] for d in documents]
    bm25 = BM25Okapi(tokens, k1=1.2, b=0.75)
    n = len(documents)
    for term in bm25.idf:
        d = sum(term in t for t in tokens)
        bm25.idf[term] = math.log(1 + (n - d + 0.5) / (d + 0.5))
    tfidf = TfidfVectorizer(analyzer=lambda t: [stemmer.stemWord(w) for w in words(t)])
    vectors = tfidf.fit_transform(documents)
    known = [q for q in QUERIES]
    answers = []
    for query in known:
        terms = [stemmer.stemWord(w) for w in words(query)]
        cosines = (tfidf.transform([query]) @ vectors.T).toarray()[0]
        answers.append({
            "query": query,
            "bm25": [round(float(s), 9) for s in bm25.get_scores(terms)] if terms else [0.0] * n,
            "cosine": [round(float(s), 9) for s in cosines],
            "unknown": any(term not in tfidf.vocabulary_ for term in terms),
        })
    for answer in answers:
        for name in ["bm25", "cosine"]:
            answer[name] = {str(i): s for i, s in enumerate(answer[name]) if s}
    golden = {"documents": documents, "answers": answers}
    (GOLDENS / "scores.json").write_text(json.dumps(golden, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
