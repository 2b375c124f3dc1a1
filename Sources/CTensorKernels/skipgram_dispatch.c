#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "CSkipGramKernels.h"

extern const ck_skipgram ck_skipgram_reference;
#if defined(__x86_64__)
extern const ck_skipgram ck_skipgram_avx2, ck_skipgram_avx512;
#elif defined(__aarch64__)
extern const ck_skipgram ck_skipgram_neon;
#endif

const ck_skipgram *ck_skipgram_named(const char *name) {
  if (strcmp(name, "reference") == 0) return &ck_skipgram_reference;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw");
  if (strcmp(name, "avx512") == 0) return avx512 ? &ck_skipgram_avx512 : NULL;
  if (strcmp(name, "avx2") == 0) return avx2 ? &ck_skipgram_avx2 : NULL;
#elif defined(__aarch64__)
  if (strcmp(name, "neon") == 0) return &ck_skipgram_neon;
#endif
  return NULL;
}

const ck_skipgram *ck_skipgram_active(void) {
  const char *wanted = getenv("TEXTAE_KERNELS");
  if (wanted != NULL) {
    // These names add bf16 products, which do not occur here.
    if (strcmp(wanted, "amx") == 0 || strcmp(wanted, "avx512bf16") == 0) wanted = "avx512";
    const ck_skipgram *named = ck_skipgram_named(wanted);
    if (named != NULL) return named;
  }
  static const char *const best[] = {"avx512", "avx2", "neon"};
  for (size_t i = 0; i < sizeof best / sizeof *best; i += 1) {
    const ck_skipgram *named = ck_skipgram_named(best[i]);
    if (named != NULL) return named;
  }
  return &ck_skipgram_reference;
}
