#if defined(__x86_64__)

#include <immintrin.h>

#define CK_LANES_512

#pragma clang attribute push(                                                                    \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,f16c,popcnt"))),          \
    apply_to = function)

#include "search_lanes.h"

/// Products of 16-bit numbers, for processors without the instruction for bytes.
static void products_int8(const int8_t *query, ck_rows rows, size_t n, int32_t *products) {
  for (size_t i = 0; i < rows.count; i++) {
    const unsigned char *x = row_at(rows, i);
    __m512i sum = _mm512_setzero_si512();
    for (size_t j = 0; j < n; j += 32) {
      __mmask32 mask = n - j < 32 ? 0xFFFFu : 0xFFFFFFFFu;
      __m512i a = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, query + j));
      __m512i b = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, x + j));
      sum = _mm512_add_epi32(sum, _mm512_madd_epi16(a, b));
    }
    products[i] = _mm512_reduce_add_epi32(sum);
  }
}

static void products_bits(const uint64_t *planes, ck_rows rows, size_t words, int32_t *products) {
  for (size_t i = 0; i < rows.count; i++) {
    const unsigned char *row = row_at(rows, i);
    int64_t total = 0;
    for (size_t j = 0; j < words; j++) {
      uint64_t word;
      memcpy(&word, row + 8 * j, sizeof word);
      for (size_t plane = 0; plane < CK_SEARCH_PLANES; plane++)
        total += (int64_t)__builtin_popcountll(word & planes[plane * words + j]) << plane;
    }
    products[i] = (int32_t)total;
  }
}

const ck_search ck_search_avx512 = {"avx512",      products_f32,  products_f16,
                                    products_bf16, products_int8, products_bits};

#pragma clang attribute pop

#endif
