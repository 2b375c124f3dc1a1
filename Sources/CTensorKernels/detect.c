// A path needs two things: the processor must have the instructions (CPUID), and the operating
// system must save their registers (XCR0; tiles, whose state is large, need an explicit request).

#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "detect.h"

#include <stdio.h>
#include <string.h>

static void refuse(char *refusals, size_t capacity, const char *clause) {
  size_t used = strlen(refusals);
  snprintf(refusals + used, capacity - used, "%s; ", clause);
}

#if defined(__x86_64__)

#include <cpuid.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

typedef struct {
  unsigned a, b, c, d;
} registers;

static registers leaf(unsigned number, unsigned part) {
  registers r = {0, 0, 0, 0};
  // Zeros if the processor knows no such leaf.
  __get_cpuid_count(number, part, &r.a, &r.b, &r.c, &r.d);
  return r;
}

static bool bit(unsigned value, unsigned index) { return (value >> index) & 1u; }

/// The register sets that the operating system saves; only valid if CPUID reports OSXSAVE.
static unsigned saved_state(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static bool request_tiles(void) {
#if defined(__linux__)
  const long request_permission = 0x1023, tile_data = 18;  // ARCH_REQ_XCOMP_PERM
  return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
#else
  return false;
#endif
}

static bool vectors_512(registers seven) {
  return bit(seven.b, 16) && bit(seven.b, 17) && bit(seven.b, 30) && bit(seven.b, 31);
}

void ck_detect_paths(ck_cpu *cpu, char *refusals, size_t capacity) {
  const unsigned ymm = 0x6, zmm = 0xE6, tiles = 0x60000;
  registers one = leaf(1, 0), seven = leaf(7, 0), more = leaf(7, 1);
  unsigned saved = bit(one.c, 27) ? saved_state() : 0;

  if (!bit(seven.b, 5) || !bit(one.c, 12) || !bit(one.c, 29))
    refuse(refusals, capacity, "the processor has no AVX2 with FMA and F16C");
  else if ((saved & ymm) != ymm)
    refuse(refusals, capacity, "the operating system does not save AVX registers");
  else
    cpu->avx2 = true;

  if (!cpu->avx2 || !vectors_512(seven))
    refuse(refusals, capacity, "the processor has no AVX-512 (F, DQ, BW, VL)");
  else if ((saved & zmm) != zmm)
    refuse(refusals, capacity, "the operating system does not save AVX-512 registers");
  else
    cpu->avx512 = true;

  if (cpu->avx512 && bit(more.a, 5))
    cpu->avx512_bf16 = true;
  else
    refuse(refusals, capacity, "the processor has no AVX-512 BF16");

  if (!cpu->avx512_bf16 || !bit(seven.d, 24) || !bit(seven.d, 22))
    refuse(refusals, capacity, "the processor has no AMX BF16");
  else if ((saved & tiles) != tiles || !request_tiles())
    refuse(refusals, capacity, "the operating system does not grant AMX tiles");
  else
    cpu->amx_bf16 = true;
}

bool ck_bf16_has_full_rate(void) {
  registers zero = leaf(0, 0);
  return zero.b == signature_AMD_ebx && zero.d == signature_AMD_edx && zero.c == signature_AMD_ecx;
}

bool ck_multiplies_bytes(void) { return bit(leaf(7, 0).c, 11); }

bool ck_counts_and_multiplies_bytes(void) {
  return ck_multiplies_bytes() && bit(leaf(7, 0).c, 14);
}

#elif defined(__aarch64__)

void ck_detect_paths(ck_cpu *cpu, char *refusals, size_t capacity) {
  (void)refuse;
  (void)refusals;
  (void)capacity;
  cpu->neon = true;  // part of the base instruction set
}

#else

void ck_detect_paths(ck_cpu *cpu, char *refusals, size_t capacity) {
  (void)cpu;
  refuse(refusals, capacity, "no kernels are written for this processor");
}

#endif
