#!/usr/bin/env bash
# What takes too long for every change: 100,000 damaged files of each format, a training that is killed
# 50 times, and all tests under both sanitizers.
#
# usage: Tests/nightly.sh [damage] [kills] [address] [thread]     without a name: all four
set -uo pipefail
cd "$(dirname "$0")/.."

scratch=${TEXTAE_SCRATCH:-.build/nightly}
failed=()

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

# What no sanitizer allows: libraries that let calls of the system fail, limits of the address space, and
# linking with a program that was built without it.
unsanitized=(--skip FaultTests --skip "running out of memory" --skip ReadmeProgramTests)

# Leaks are not looked for: the runtime of Swift keeps what it made until the program ends.
address() {
  ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0 \
    swift test --sanitize=address --scratch-path "$scratch/address" "${unsanitized[@]}"
}

thread() {
  swift test --sanitize=thread --scratch-path "$scratch/thread" "${unsanitized[@]}"
}

[ $# -gt 0 ] || set -- damage kills address thread
for name in "$@"; do
  case $name in
    damage | kills | address | thread) part "$name" "$name" ;;
    *) echo "not a part of it: $name; there are damage, kills, address and thread"; exit 64 ;;
  esac
done
printf '\n== done (%ss)\n' "$SECONDS"
if [ ${#failed[@]} -gt 0 ]; then
  echo "failed: ${failed[*]}"
  exit 1
fi
