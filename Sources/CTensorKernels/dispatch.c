// Fills one table for every path that runs here, once, and chooses one of them.

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detect.h"
#include "kernels.h"

/// A path overrides the entries that earlier paths left in the table.
typedef struct {
  const char *name;
  void (*use)(ck_kernels *table);
  const bool *detected;  // null: needs nothing
  bool available;
} path;

static ck_cpu cpu;

static path paths[] = {
    {"reference", ck_use_reference, NULL, false},
#if defined(__x86_64__)
    {"avx2", ck_use_avx2, &cpu.avx2, false},
    {"avx512", ck_use_avx512, &cpu.avx512, false},
    {"avx512bf16", ck_use_avx512bf16, &cpu.avx512_bf16, false},
    {"amx", ck_use_amx, &cpu.amx_bf16, false},
#elif defined(__aarch64__)
    {"neon", ck_use_neon, &cpu.neon, false},
#endif
};
enum { PATHS = sizeof paths / sizeof paths[0] };

static ck_kernels tables[PATHS];
static size_t active;
static char reason[768];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static size_t position(const char *name) {
  for (size_t i = 0; i < PATHS; i++)
    if (paths[i].available && strcmp(paths[i].name, name) == 0) return i;
  return PATHS;
}

static void append(const char *text) {
  size_t used = strlen(reason);
  snprintf(reason + used, sizeof reason - used, "%s", text);
}

static void explain(const char *refusals, bool is_set) {
  append("This machine runs ");
  for (size_t i = 0; i < PATHS; i++) {
    if (!paths[i].available) continue;
    append(i == 0 ? "" : ", ");
    append(paths[i].name);
  }
  append("; ");
  append(refusals);
  if (cpu.ignores_choice)
    append("TEXTAE_KERNELS names none of these and is ignored; ");
  else if (is_set)
    append("TEXTAE_KERNELS decides; ");
  append("in use: ");
  append(paths[active].name);
  append(".");
}

static void fill(void) {
  char refusals[512] = "";
  ck_detect_paths(&cpu, refusals, sizeof refusals);
  for (size_t i = 0; i < PATHS; i++) {
    paths[i].available = !paths[i].detected || *paths[i].detected;
    for (size_t j = 0; j <= i; j++)
      if (paths[j].available) paths[j].use(&tables[i]);
    if (paths[i].available) active = i;
  }
  const char *wanted = getenv("TEXTAE_KERNELS");
  const bool is_set = wanted && *wanted;
  if (is_set && position(wanted) < PATHS)
    active = position(wanted);
  else if (is_set)
    cpu.ignores_choice = true;
  explain(refusals, is_set);
  cpu.reason = reason;
}

const ck_kernels *ck_active(void) {
  pthread_once(&once, fill);
  return &tables[active];
}

const ck_kernels *ck_named(const char *name) {
  pthread_once(&once, fill);
  size_t i = position(name);
  return i < PATHS ? &tables[i] : NULL;
}

const ck_cpu *ck_detect(void) {
  pthread_once(&once, fill);
  return &cpu;
}
