// Follows the choice of the other kernels: the same paths, detected and overridden alike.

#include <string.h>

#include "CSkipGramKernels.h"
#include "CTensorKernels.h"

extern const ck_skipgram ck_skipgram_reference;
#if defined(__x86_64__)
extern const ck_skipgram ck_skipgram_avx2, ck_skipgram_avx512;
#elif defined(__aarch64__)
extern const ck_skipgram ck_skipgram_neon;
#endif

static const ck_skipgram *const tables[] = {
    &ck_skipgram_reference,
#if defined(__x86_64__)
    &ck_skipgram_avx2,
    &ck_skipgram_avx512,
#elif defined(__aarch64__)
    &ck_skipgram_neon,
#endif
};

const ck_skipgram *ck_skipgram_named(const char *name) {
  if (ck_named(name) == NULL) return NULL;
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i += 1) {
    if (strcmp(tables[i]->name, name) == 0) return tables[i];
  }
  return NULL;
}

const ck_skipgram *ck_skipgram_active(void) {
  const ck_skipgram *named = ck_skipgram_named(ck_active()->name);
  return named != NULL ? named : &ck_skipgram_reference;
}
