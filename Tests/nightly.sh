#!/usr/bin/env bash
# What takes too long for every change: 100,000 damaged files of each format and as many damaged requests, a
# training that is killed 50 times, a failure of every call that writes, the tests under both sanitizers, and a search for files that break a reader,
# ten minutes a format.
#
# usage: Tests/nightly.sh [damage] [kills] [faults] [address] [thread] [fuzz]     without a name: all six
set -uo pipefail
cd "$(dirname "$0")/.."

scratch=${TEXTAE_SCRATCH:-.build/nightly}
failed=()
# In memory, where there is such a place: a disk lets tests wait for every file.
TMPDIR=$(mktemp -d -p /dev/shm 2> /dev/null || mktemp -d)
export TMPDIR

# Runs one part; the others go on if it fails.
part() {
  local name=$1
  shift
  printf '\n== %s (%ss)\n' "$name" "$SECONDS"
  "$@" || failed+=("$name")
}

damage() {
  TEXTAE_MUTATIONS=${TEXTAE_MUTATIONS:-100000} \
    swift test -c release --scratch-path "$scratch/release" --filter DamageTests
}

kills() {
  TEXTAE_KILLS=${TEXTAE_KILLS:-50} \
    swift test -c release --scratch-path "$scratch/release" --filter ResumeTests
}

faults() {
  TEXTAE_FAULTS=all swift test -c release --scratch-path "$scratch/release" --filter FaultTests
}

# What no sanitizer allows: libraries that let calls of the system fail, limits of the address space and of
# the size of files, and linking with a program that was built without it.
unsanitized=(--skip FaultTests --skip "running out of memory" --skip "full disk" --skip ReadmeProgramTests)

# Tests with a limit of time run alone: beside all others, a sanitizer lets them wait too long.
timed="MergingTests/enormousWord|EvaluatorTests/probing"

# In optimized builds, because others take an hour and more.
sanitized() {
  local status=0 options=(-c release --sanitize="$1" --scratch-path "$scratch/$1")
  swift test "${options[@]}" "${unsanitized[@]}" --skip "$timed" || status=1
  swift test --skip-build "${options[@]}" --filter "$timed" || status=1
  return $status
}

# Leaks are not looked for: the runtime of Swift keeps what it made until the program ends.
address() { ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0 sanitized address; }

# A reader works on one thread, so that few damaged files are enough.
thread() { TEXTAE_MUTATIONS=${TEXTAE_MUTATIONS:-100} sanitized thread; }

# Files that reach new code are kept for the next time. One that broke a reader is beside the folder of its
# format; `textae-fuzz FORMAT FILE` reads it again.
fuzz() {
  local options=(-c release --scratch-path "$scratch/fuzz" --product textae-fuzz)
  TEXTAE_FUZZ=1 swift build "${options[@]}" || return 1
  local program format folder status=0
  program=$(TEXTAE_FUZZ=1 swift build "${options[@]}" --show-bin-path)/textae-fuzz
  mkdir -p "$scratch/corpora"
  while IFS= read -r format; do
    folder=$scratch/corpora/$(tr -cs 'a-zA-Z0-9\n' - <<< "$format")
    echo "$format"
    "$program" "$format" "$folder" "${TEXTAE_FUZZ_SECONDS:-600}" < /dev/null || status=1
  done < <("$program")
  return $status
}

[ $# -gt 0 ] || set -- damage kills faults address thread fuzz
for name in "$@"; do
  case $name in
    damage | kills | faults | address | thread | fuzz) part "$name" "$name" ;;
    *) echo "not a part of it: $name; there are damage, kills, faults, address, thread and fuzz"; exit 64 ;;
  esac
done
printf '\n== done (%ss)\n' "$SECONDS"
if [ ${#failed[@]} -gt 0 ]; then
  echo "failed: ${failed[*]}; what was being read is in $TMPDIR"
  exit 1
fi
rm -rf "$TMPDIR"
