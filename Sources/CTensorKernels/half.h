// IEEE half precision as a float, by the bits.

#ifndef CK_HALF_H
#define CK_HALF_H

#include <stdint.h>

#include "bf16.h"

static inline float ck_from_half(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
  uint32_t rest = half & 0x7FFFu;
  // A number below the normal range is a multiple of 2^-24.
  if (rest < 0x400u) {
    float x = (float)rest * 0x1p-24f;
    return sign ? -x : x;
  }
  if (rest >= 0x7C00u) return ck_float(sign | 0x7F800000u | (rest & 0x3FFu) << 13);
  return ck_float(sign | ((rest << 13) + 0x38000000u));
}

#endif
