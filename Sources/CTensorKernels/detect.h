#ifndef CK_DETECT_H
#define CK_DETECT_H

#include "CTensorKernels.h"

/// Asks the processor and the operating system; leaves `reason` alone. Why a path was refused is
/// written to `refusals` as clauses, each ending in "; ".
void ck_detect_paths(ck_cpu *cpu, char *refusals, size_t capacity);

#if defined(__x86_64__)
/// Whether VDPBF16PS, two multiply-adds a lane, is issued as often as the multiply-add of floats: by AMD's
/// processors (measured on Zen 5). Intel's issue it half as often (measured on Sapphire Rapids).
bool ck_bf16_has_full_rate(void);
#endif

#endif
