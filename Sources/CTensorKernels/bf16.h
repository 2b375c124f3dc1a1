// Rounding to bf16 as the packing instructions of x86 do it.

#ifndef CK_BF16_H
#define CK_BF16_H

#include <stdint.h>
#include <string.h>

static inline uint32_t ck_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline float ck_float(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/// A denormal becomes a zero of its sign: the bf16 instructions of x86 never see denormals.
static inline float ck_flush(float x) {
  uint32_t bits = ck_bits(x);
  return (bits & 0x7F800000u) == 0 ? ck_float(bits & 0x80000000u) : x;
}

/// Nearest bf16, ties to even; NaN stays NaN, made quiet.
static inline uint16_t ck_bf16(float x) {
  uint32_t bits = ck_bits(ck_flush(x));
  if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return (uint16_t)((bits >> 16) | 0x40u);
  return (uint16_t)((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}

static inline float ck_from_bf16(uint16_t x) { return ck_float((uint32_t)x << 16); }

#endif
