#if defined(__aarch64__)

#include <math.h>
#include <string.h>

#include "bf16.h"
#include "kernels.h"
#include "zero_denormals.h"

// 6 × 16 of C take 24 of the 32 registers.
#define CK_ROWS 6
#define CK_PANELS 1

#include "table_lanes.h"

void ck_use_neon(ck_kernels *table) { use_lanes(table, "neon"); }

#endif
