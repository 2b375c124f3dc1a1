#include "CAllocationCount.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

static _Thread_local uint64_t allocations;
static _Thread_local uint64_t largest;

uint64_t ca_thread_allocations(void) { return allocations; }
uint64_t ca_thread_largest_allocation(void) { return largest; }
void ca_forget_largest_allocation(void) { largest = 0; }

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CA_SANITIZED 1
#endif
#endif

// Sanitizers replace the same functions.
#if defined(__GLIBC__) && !defined(CA_SANITIZED)

// The allocator of glibc itself; functions of the program take precedence over those of a library.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

bool ca_is_counting(void) { return true; }

static void count(size_t size) {
  allocations++;
  if (size > largest) largest = size;
}

void *malloc(size_t size) {
  count(size);
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  size_t total;
  count(__builtin_mul_overflow(number, size, &total) ? SIZE_MAX : total);
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  count(size);
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  count(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
  bool is_power_of_two = alignment != 0 && (alignment & (alignment - 1)) == 0;
  if (!is_power_of_two || alignment % sizeof(void *) != 0) return EINVAL;
  void *found = memalign(alignment, size);
  if (found == NULL) return ENOMEM;
  *memory = found;
  return 0;
}

#else

bool ca_is_counting(void) { return false; }

#endif
