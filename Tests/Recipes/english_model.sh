#!/usr/bin/env bash
# Makes the English model that comes with textae, and puts it into Sources/CEnglishModel/Model.
#
#     Tests/Recipes/english_model.sh CORPUS WORK [TEACHER.npy]
#
# CORPUS is the text that SOURCES.md describes, one sentence per line; WORK is a folder for what is made on
# the way, where every step that is done is skipped when the script is run again. TEACHER.npy has a vector
# of another model for each sentence. Build anew afterwards: the compiler takes the files in.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
corpus=$1
work=$2
teacher=${3:-}
textae=${TEXTAE:-$root/.build/release/textae}
model=$root/Sources/CEnglishModel/Model
mkdir -p "$work"

step() { printf '\n== %s\n' "$*" >&2; }

step "vocabulary"
vocabulary=(--tokenizer-model bpe --vocabulary-size 30000 --lowercase --prefix-space)
[ -e "$work/tokenizer.json" ] \
  || "$textae" vocab build "$corpus" "${vocabulary[@]}" --output "$work/tokenizer.json"

step "autoencoder"
training=(--preset embed)
[ -z "$teacher" ] || training+=(--teacher "$teacher")
[ -e "$work/english.done" ] || {
  "$textae" train "$corpus" --tokenizer "$work/tokenizer.json" "${training[@]}" \
    --output "$work/english.textae" --resume
  touch "$work/english.done"
}

step "word vectors"
words=(--lowercase --dimension 128)
[ -e "$work/english.skipgram/model.safetensors" ] \
  || "$textae" skipgram "$corpus" "${words[@]}" --output "$work/english.skipgram"

step "8 bits a weight"
"$textae" model compress "$work/english.textae" --output "$work/small.textae" --overwrite
"$textae" model compress "$work/english.skipgram" --output "$work/small.skipgram" --overwrite

step "copy"
mkdir -p "$model/words"
for name in config.json tokenizer.json model.safetensors; do
  cp "$work/small.textae/$name" "$model/$name"
  cp "$work/small.skipgram/$name" "$model/words/$name"
done
rm -f "$model/postprocessing.safetensors"
[ ! -e "$work/small.textae/postprocessing.safetensors" ] \
  || cp "$work/small.textae/postprocessing.safetensors" "$model/"
du -ch "$model"/*.json "$model"/*.safetensors "$model"/words/* | tail -n 1
echo "Write the figures of this model into $model/CARD.md."
