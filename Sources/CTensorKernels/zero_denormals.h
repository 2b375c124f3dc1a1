// The mode in which denormals count as zero, both as operands and as results.

#ifndef CK_ZERO_DENORMALS_H
#define CK_ZERO_DENORMALS_H

#include <stdint.h>

#if defined(__x86_64__)

#include <xmmintrin.h>

typedef unsigned ck_denormal_mode;

static inline ck_denormal_mode ck_zero_denormals(void) {
  const unsigned flush_results = 0x8000, operands_are_zero = 0x0040;
  ck_denormal_mode before = _mm_getcsr();
  _mm_setcsr(before | flush_results | operands_are_zero);
  return before;
}

static inline void ck_restore_denormals(ck_denormal_mode before) { _mm_setcsr(before); }

#elif defined(__aarch64__)

typedef uint64_t ck_denormal_mode;

static inline void ck_restore_denormals(ck_denormal_mode mode) {
  __asm__ volatile("msr fpcr, %0" : : "r"(mode) : "memory");
}

static inline ck_denormal_mode ck_zero_denormals(void) {
  const uint64_t flush = 1u << 24;  // FZ: operands and results
  ck_denormal_mode before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before) : : "memory");
  ck_restore_denormals(before | flush);
  return before;
}

#endif

#endif
