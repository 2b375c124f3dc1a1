// Follows the choice of the other kernels; whether the processor multiplies bytes is asked for here.

#include <string.h>

#include "CByteKernels.h"
#include "CTensorKernels.h"
#include "detect.h"

extern const ck_bytes ck_bytes_reference;
#if defined(__x86_64__)
extern const ck_bytes ck_bytes_avx512vnni;

static bool has_vnni(void) { return ck_named("avx512") && ck_multiplies_bytes(); }
#endif

const ck_bytes *ck_bytes_named(const char *name) {
#if defined(__x86_64__)
  if (strcmp(name, ck_bytes_avx512vnni.name) == 0)
    return has_vnni() ? &ck_bytes_avx512vnni : NULL;
#endif
  return strcmp(name, ck_bytes_reference.name) == 0 ? &ck_bytes_reference : NULL;
}

const ck_bytes *ck_bytes_active(void) {
#if defined(__x86_64__)
  if (strcmp(ck_active()->name, "avx512") == 0 && has_vnni()) return &ck_bytes_avx512vnni;
#endif
  return &ck_bytes_reference;
}
