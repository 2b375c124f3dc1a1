// Calls libFuzzer, which comes with the toolchain.
#ifndef C_FUZZER_H
#define C_FUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Gives `attempt` one file after another for so many seconds.
///
/// Files that reach new code are kept in the folder `corpus`. The file that broke something is written
/// under a name that begins with `artifacts`, and the program ends with a status other than 0; so it
/// does after an attempt that took more than `limit` seconds of work.
int cf_fuzz(
    const char *corpus, const char *artifacts, int seconds, int limit,
    int (*attempt)(const uint8_t *bytes, size_t count));

#endif
