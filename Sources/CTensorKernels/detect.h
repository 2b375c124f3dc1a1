#ifndef CK_DETECT_H
#define CK_DETECT_H

#include "CTensorKernels.h"

/// Asks the processor and the operating system; leaves `reason` alone. Why a path was refused is
/// written to `refusals` as clauses, each ending in "; ".
void ck_detect_paths(ck_cpu *cpu, char *refusals, size_t capacity);

#endif
