#!/usr/bin/env bash
# Makes pages with a built textae ($1), uses them in Chromium, and leaves pictures of them in a folder ($2). Needs
# chromium (on Debian: apt-get install chromium) and python3, and a text file as $3 if not the sentences that come with
# the project. With a number of points as $4 it draws as many.
set -euo pipefail
textae=$(realpath "$1")
mkdir -p "$2"
pictures=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
text=${3:+$(realpath "$3")}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -INT "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
cd "$work"
if [ -n "$text" ]; then cp "$text" sentences.txt; else
  cat "$here"/../../corpora/written/*.txt | awk 'NF && NR % 4 == 0' > sentences.txt
fi
limit=${4:-500}

# Tables to draw: one as bars, one as curves.
printf 'kind\texact\tloss\none\t71.5\t-0.5\ntwo\t\t0.25\n' > bars.tsv
printf 'size\terror\n2\t40\n8\t20\n64\t5\n' > curves.tsv

"$textae" report sentences.txt english-words --table bars.tsv curves.tsv --limit "$limit" --iterations 300 --quiet \
  --output report.html
"$textae" explore sentences.txt --limit "$limit" --method pca --quiet > address & server=$!
until [ -s address ]; do kill -0 "$server"; sleep 0.1; done
python3 "$here/report.py" report.html "$pictures/report" "$(cat address)" "$pictures/explore"
