// The part of a softmax that one block of columns contributes; softmax_part_reference.c says what is
// computed. The exponentials wait as bf16 for the sum of the whole row: half the traffic, and the
// gradient that is made of them is rounded to bf16 anyway.

#include <math.h>

#include "functions_lanes.h"

typedef uint16_t ck_halves __attribute__((ext_vector_type(16)));
typedef uint32_t ck_words __attribute__((ext_vector_type(16)));

/// Rounded to bf16, to even.
CK_INLINE ck_halves lanes_to_half(ck_lanes x) {
  ck_words bits = (ck_words)x;
  ck_words rounded = bits + 0x7FFF + ((bits >> 16) & 1);
  return __builtin_convertvector(rounded >> 16, ck_halves);
}

CK_INLINE ck_lanes lanes_of_half(ck_halves x) {
  return (ck_lanes)(__builtin_convertvector(x, ck_words) << 16);
}

// Whole vectors are copied with a constant size, which becomes one instruction.

CK_INLINE void store_halves(uint16_t *x, size_t count, ck_halves value) {
  if (count == LANES)
    memcpy(x, &value, sizeof value);
  else
    memcpy(x, &value, count * sizeof(uint16_t));
}

CK_INLINE ck_halves load_halves(const uint16_t *x, size_t count) {
  ck_halves value = {0};
  if (count == LANES)
    memcpy(&value, x, sizeof value);
  else
    memcpy(&value, x, count * sizeof(uint16_t));
  return value;
}

/// Logit and bias; lanes beyond n are -∞, whose exponential is zero.
CK_INLINE ck_lanes part_logits(const float *x, const float *bias, size_t n, size_t i) {
  size_t count = lanes_left(n, i);
  return lanes_load(x + i, count, -INFINITY) + lanes_load(bias + i, count, 0);
}

static float part_largest(const float *x, const float *bias, size_t n) {
  ck_lanes largest = (ck_lanes)-INFINITY;
  for (size_t i = 0; i < n; i += LANES) {
    ck_lanes logits = part_logits(x, bias, n, i);
    largest = logits > largest ? logits : largest;
  }
  return __builtin_reduce_max(largest);
}

static uint32_t part_first(const float *x, const float *bias, size_t n, float value) {
  for (size_t i = 0; i < n; i += LANES) {
    ck_ints found = part_logits(x, bias, n, i) == (ck_lanes)value;
    if (!__builtin_reduce_or(found)) continue;
    for (uint32_t j = 0; j < LANES; j++)
      if (found[j]) return (uint32_t)i + j;
  }
  return 0;
}

static ck_row_part part_exponentials(const float *x, const float *bias, size_t n, void *e,
                                     bool half) {
  ck_row_part part = {.largest = part_largest(x, bias, n)};
  part.argmax = part_first(x, bias, n, part.largest);
  ck_lanes sum[4] = {0};
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    ck_lanes value = lanes_exp(part_logits(x, bias, n, i) - (ck_lanes)part.largest);
    sum[i / LANES % 4] += value;
    if (half) {
      store_halves((uint16_t *)e + i, count, lanes_to_half(value));
    } else {
      lanes_store((float *)e + i, count, value);
    }
  }
  part.sum = lanes_sum(sum);
  return part;
}

static void part_scale(const void *e, bool half, float factor, size_t n, float *y) {
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    ck_lanes value;
    if (half) {
      value = lanes_of_half(load_halves((const uint16_t *)e + i, count));
    } else {
      value = lanes_load((const float *)e + i, count, 0);
    }
    lanes_store(y + i, count, value * (ck_lanes)factor);
  }
}
