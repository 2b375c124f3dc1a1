// Follows the choice of the other kernels; whether the processor multiplies bytes is asked for here.

#include <string.h>

#include "CByteKernels.h"
#include "CTensorKernels.h"
#include "detect.h"

extern const ck_bytes ck_bytes_reference;
#if defined(__x86_64__)
extern const ck_bytes ck_bytes_avx2, ck_bytes_avx512vnni;
#endif

/// The tables for a name of `ck_kernels`, best first.
static const struct {
  const char *path;
  const ck_bytes *table;
  bool (*runs)(void);  // null: wherever the path does
} choices[] = {
#if defined(__x86_64__)
    {"avx512", &ck_bytes_avx512vnni, ck_multiplies_bytes},
    {"avx512", &ck_bytes_avx2, NULL},
    {"avx2", &ck_bytes_avx2, NULL},
#endif
    {"reference", &ck_bytes_reference, NULL},
};
enum { CHOICES = sizeof choices / sizeof *choices };

static bool runs(size_t i) {
  return ck_named(choices[i].path) && (!choices[i].runs || choices[i].runs());
}

const ck_bytes *ck_bytes_named(const char *name) {
  for (size_t i = 0; i < CHOICES; i++)
    if (strcmp(choices[i].table->name, name) == 0 && runs(i)) return choices[i].table;
  return NULL;
}

const ck_bytes *ck_bytes_active(void) {
  const char *path = ck_active()->name;
  for (size_t i = 0; i < CHOICES; i++)
    if (strcmp(choices[i].path, path) == 0 && runs(i)) return choices[i].table;
  return &ck_bytes_reference;
}
