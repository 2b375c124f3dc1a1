#ifndef CK_DETECT_H
#define CK_DETECT_H

#include "CTensorKernels.h"

/// Asks the processor and the operating system, and fills all but `reason`. Writes to `refusals`
/// why paths were refused, as clauses that each end in "; ".
void ck_detect_paths(ck_cpu *cpu, char *refusals, size_t capacity);

#if defined(__x86_64__)
/// Whether VDPBF16PS, with two multiply-adds per lane, is issued at the rate of float
/// multiply-adds. AMD's processors do so (measured on Zen 5); Intel's issue it at half the rate
/// (measured on Sapphire Rapids).
bool ck_bf16_has_full_rate(void);
/// Whether the processor has AVX-512 VNNI, which multiplies bytes. To be asked, like the next, only
/// where the path avx512 runs.
bool ck_multiplies_bytes(void);
/// Whether it also has VPOPCNTDQ, which counts ones.
bool ck_counts_and_multiplies_bytes(void);
#endif

#endif
