// Follows the choice of the other kernels. Two instructions that only search uses are asked for
// here.

#include <string.h>

#include "CSearchKernels.h"
#include "CTensorKernels.h"
#include "detect.h"

extern const ck_search ck_search_reference;
#if defined(__x86_64__)
extern const ck_search ck_search_avx2, ck_search_avx512, ck_search_avx512vnni;
#elif defined(__aarch64__)
extern const ck_search ck_search_neon;
#endif

/// The tables for a name of `ck_kernels`, best first.
static const struct {
  const char *path;
  const ck_search *table;
  bool (*runs)(void);  // null: wherever the path does
} choices[] = {
#if defined(__x86_64__)
    {"avx512", &ck_search_avx512vnni, ck_counts_and_multiplies_bytes},
    {"avx512", &ck_search_avx512, NULL},
    {"avx2", &ck_search_avx2, NULL},
#elif defined(__aarch64__)
    {"neon", &ck_search_neon, NULL},
#endif
    {"reference", &ck_search_reference, NULL},
};
enum { CHOICES = sizeof choices / sizeof *choices };

static bool runs(size_t i) {
  return ck_named(choices[i].path) && (!choices[i].runs || choices[i].runs());
}

const ck_search *ck_search_named(const char *name) {
  for (size_t i = 0; i < CHOICES; i++)
    if (strcmp(choices[i].table->name, name) == 0 && runs(i)) return choices[i].table;
  return NULL;
}

const ck_search *ck_search_active(void) {
  const char *path = ck_active()->name;
  for (size_t i = 0; i < CHOICES; i++)
    if (strcmp(choices[i].path, path) == 0 && runs(i)) return choices[i].table;
  return &ck_search_reference;
}
