#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "bf16.h"
#include "kernels.h"
#include "zero_denormals.h"

// 6 × 16 of C take 12 of the 16 registers.
#define CK_ROWS 6
#define CK_PANELS 1
#define CK_LANES_256

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#include "table_lanes.h"

void ck_use_avx2(ck_kernels *table) { use_lanes(table, "avx2"); }

#pragma clang attribute pop

#endif
