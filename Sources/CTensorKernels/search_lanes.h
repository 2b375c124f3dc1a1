// Rows of floats and of halves, written once for all processors; see lanes.h.

#include "lanes.h"
#include "search_rows.h"

typedef uint16_t ck_shorts __attribute__((ext_vector_type(16)));
typedef uint32_t ck_words __attribute__((ext_vector_type(16)));
typedef _Float16 ck_halves __attribute__((ext_vector_type(16)));

/// The first `count` of 16 numbers of two bytes, zeros behind them.
CK_INLINE ck_shorts shorts_load(const unsigned char *row, size_t count) {
  ck_shorts bits = (ck_shorts)(uint16_t)0;
  if (count >= LANES)
    memcpy(&bits, row, sizeof bits);
  else
    memcpy(&bits, row, count * sizeof(uint16_t));
  return bits;
}

CK_INLINE ck_lanes half_lanes(const unsigned char *row, size_t count) {
  return __builtin_convertvector((ck_halves)shorts_load(row, count), ck_lanes);
}

CK_INLINE ck_lanes bf16_lanes(const unsigned char *row, size_t count) {
  return (ck_lanes)(__builtin_convertvector(shorts_load(row, count), ck_words) << 16);
}

CK_INLINE ck_lanes float_lanes(const unsigned char *row, size_t count) {
  return lanes_load((const float *)(const void *)row, count, 0);
}

#define CK_ROW_PRODUCTS(name, size, load)                                                        \
  static void name(const float *query, ck_rows rows, size_t n, float *products) {                \
    for (size_t i = 0; i < rows.count; i++) {                                                    \
      const unsigned char *row = row_at(rows, i);                                                \
      ck_lanes sum[4] = {0};                                                                     \
      size_t j = 0;                                                                              \
      for (; j + 4 * LANES <= n; j += 4 * LANES)                                                 \
        _Pragma("clang loop unroll(full)") for (size_t q = 0; q < 4; q++) sum[q] = lanes_fma(    \
            *(const ck_unaligned *)(query + j + q * LANES),                                      \
            load(row + (j + q * LANES) * size, LANES), sum[q]);                                  \
      _Pragma("clang loop unroll(full)") for (size_t q = 0; q < 4; q++) {                        \
        size_t at = j + q * LANES;                                                               \
        if (at >= n) break;                                                                      \
        size_t count = lanes_left(n, at);                                                        \
        sum[q] = lanes_fma(lanes_load(query + at, count, 0), load(row + at * size, count),       \
                           sum[q]);                                                              \
      }                                                                                          \
      products[i] = lanes_sum(sum);                                                              \
    }                                                                                            \
  }

CK_ROW_PRODUCTS(products_f32, 4, float_lanes)
CK_ROW_PRODUCTS(products_f16, 2, half_lanes)
CK_ROW_PRODUCTS(products_bf16, 2, bf16_lanes)
