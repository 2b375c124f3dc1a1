#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "bf16.h"
#include "kernels.h"
#include "zero_denormals.h"

// 12 × 32 of C take 24 of the 32 registers; with fewer, the multipliers would wait for loads.
#define CK_ROWS 12
#define CK_PANELS 2
#define CK_LANES_512

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)

#include "table_lanes.h"

void ck_use_avx512(ck_kernels *table) { use_lanes(table, "avx512"); }

#pragma clang attribute pop

#endif
