// Counts what a program takes from the heap, by size: preloaded by allocations.py.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static const size_t kBounds[] = {256, 4096, 65536, SIZE_MAX};
enum { kClasses = sizeof kBounds / sizeof kBounds[0] };
static atomic_ulong counts[kClasses];

static void count(size_t size) {
  int class = 0;
  while (size > kBounds[class]) class++;
  atomic_fetch_add_explicit(&counts[class], 1, memory_order_relaxed);
}

// What the loader itself takes while the real functions are looked up comes from here and is never freed.
static char early[65536];
static atomic_size_t used;

static void *take_early(size_t size) {
  size_t start = atomic_fetch_add(&used, (size + 63) / 64 * 64);
  return start + size <= sizeof early ? early + start : NULL;
}

static int is_early(void *pointer) {
  return (char *)pointer >= early && (char *)pointer < early + sizeof early;
}

void *malloc(size_t size) {
  static void *(*real)(size_t);
  static _Thread_local int looking;
  if (!real) {
    if (looking) return take_early(size);
    looking = 1;
    real = dlsym(RTLD_NEXT, "malloc");
    looking = 0;
  }
  count(size);
  return real(size);
}

void *calloc(size_t number, size_t size) {
  static void *(*real)(size_t, size_t);
  static _Thread_local int looking;
  if (!real) {
    if (looking) return take_early(number * size);
    looking = 1;
    real = dlsym(RTLD_NEXT, "calloc");
    looking = 0;
  }
  count(number * size);
  return real(number, size);
}

void *realloc(void *pointer, size_t size) {
  static void *(*real)(void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "realloc");
  count(size);
  return real(pointer, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size) {
  static int (*real)(void **, size_t, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "posix_memalign");
  count(size);
  return real(pointer, alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  static void *(*real)(size_t, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "aligned_alloc");
  count(size);
  return real(alignment, size);
}

void free(void *pointer) {
  static void (*real)(void *);
  if (!pointer || is_early(pointer)) return;
  if (!real) real = dlsym(RTLD_NEXT, "free");
  real(pointer);
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("COUNT_ALLOCATIONS");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  for (int class = 0; class < kClasses; class++) fprintf(file, "%lu\n", atomic_load(&counts[class]));
  fclose(file);
}
