#!/usr/bin/env bash
# Makes the English model that comes with textae, and puts it into Sources/CEnglishModel/Model.
#
#     python3 Tests/Recipes/english_corpus.py open.txt.gz | head -n 1048572 > corpus.txt
#     python3 Tests/Recipes/english_teacher.py corpus.txt teacher.npy
#     Tests/Recipes/english_model.sh corpus.txt WORK teacher.npy [SECONDS]
#
# WORK is a folder for what is made on the way, where every step that is done is skipped when the script is
# run again. With SECONDS, a GPU goes on with PyTorch for so long, as for the model that ships. Build
# anew afterwards: the compiler takes the files in.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
corpus=$1
work=$2
teacher=$3
seconds=${4:-0}
textae=${TEXTAE:-$root/.build/release/textae}
model=$root/Sources/CEnglishModel/Model
mkdir -p "$work"

step() { printf '\n== %s\n' "$*" >&2; }

step "vocabulary"
vocabulary=(--tokenizer-model bpe --vocabulary-size 25000 --lowercase --prefix-space)
[ -e "$work/tokenizer.json" ] \
  || "$textae" vocab build "$corpus" "${vocabulary[@]}" --output "$work/tokenizer.json"

step "autoencoder"
training=(--embedding-size 320 --hidden-size 512 --sum-epochs 1 --objective reconstruct:1:0.5
  --objective distill:300 --teacher "$teacher" --corruption drop:0.05 --softmax-sample 4096
  --batch-size 512 --learning-rate 0.003 --embedding-rate 5 --epochs 10)
[ -e "$work/english.done" ] || {
  "$textae" train "$corpus" --from-scratch --tokenizer "$work/tokenizer.json" "${training[@]}" \
    --output "$work/english.textae" --resume
  touch "$work/english.done"
}
trained=$work/english.textae
if [ "$seconds" != 0 ]; then
  trained=$work/torch.textae
  [ -e "$trained/model.safetensors" ] \
    || python3 "$root/Tests/Recipes/english_model.py" "$corpus" "$teacher" "$work/english.textae" \
      "$trained" --seconds "$seconds"
fi

step "word vectors"
[ -e "$work/words.json" ] \
  || "$textae" vocab build "$corpus" --tokenizer-model word --vocabulary-size 20000 --lowercase \
    --output "$work/words.json"
[ -e "$work/english.skipgram/model.safetensors" ] \
  || "$textae" skipgram "$corpus" --tokenizer "$work/words.json" --dimension 100 --deterministic \
    --output "$work/english.skipgram"

step "8 bits a weight"
"$textae" model compress "$trained" --output "$work/small.textae" --overwrite
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
