// Processors with AVX-512 VNNI and VPOPCNTDQ, from Ice Lake and Zen 4 on.

#if defined(__x86_64__)

#include <immintrin.h>

#define CK_LANES_512

#pragma clang attribute push(                                                                    \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vnni,avx512vpopcntdq,avx2,"  \
                          "fma,f16c,popcnt"))),                                                  \
    apply_to = function)

#include "search_lanes.h"

CK_INLINE __m512i bytes_at(const void *bytes, size_t count) {
  __mmask64 mask = count < 64 ? ((__mmask64)1 << count) - 1 : ~(__mmask64)0;
  return _mm512_maskz_loadu_epi8(mask, bytes);
}

/// The instruction takes unsigned bytes by signed ones: (x + 128) · q − 128 Σ q = x · q.
static void products_int8(const int8_t *query, ck_rows rows, size_t n, int32_t *products) {
  const __m512i offset = _mm512_set1_epi8((char)0x80);
  __m512i total = _mm512_setzero_si512();
  for (size_t j = 0; j < n; j += 64)
    total = _mm512_dpbusd_epi32(total, offset, bytes_at(query + j, n - j));
  const int32_t excess = _mm512_reduce_add_epi32(total);
  for (size_t i = 0; i < rows.count; i++) {
    const unsigned char *x = row_at(rows, i);
    __m512i sum = _mm512_setzero_si512();
    for (size_t j = 0; j < n; j += 64)
      sum = _mm512_dpbusd_epi32(sum, _mm512_xor_si512(bytes_at(x + j, n - j), offset),
                                bytes_at(query + j, n - j));
    products[i] = _mm512_reduce_add_epi32(sum) - excess;
  }
}

CK_INLINE __m512i words_at(const void *words, size_t count) {
  __mmask8 mask = count < 8 ? (__mmask8)((1u << count) - 1) : (__mmask8)0xFF;
  return _mm512_maskz_loadu_epi64(mask, words);
}

static void products_bits(const uint64_t *planes, ck_rows rows, size_t words, int32_t *products) {
  for (size_t i = 0; i < rows.count; i++) {
    const unsigned char *row = row_at(rows, i);
    __m512i sum[CK_SEARCH_PLANES] = {_mm512_setzero_si512()};
    for (size_t plane = 1; plane < CK_SEARCH_PLANES; plane++) sum[plane] = _mm512_setzero_si512();
    for (size_t j = 0; j < words; j += 8) {
      __m512i x = words_at(row + 8 * j, words - j);
      for (size_t plane = 0; plane < CK_SEARCH_PLANES; plane++)
        sum[plane] = _mm512_add_epi64(
            sum[plane], _mm512_popcnt_epi64(_mm512_and_si512(
                            x, words_at(planes + plane * words + j, words - j))));
    }
    __m512i all = sum[CK_SEARCH_PLANES - 1];
    for (size_t plane = CK_SEARCH_PLANES - 1; plane-- > 0;)
      all = _mm512_add_epi64(_mm512_add_epi64(all, all), sum[plane]);
    products[i] = (int32_t)_mm512_reduce_add_epi64(all);
  }
}

const ck_search ck_search_avx512vnni = {"avx512vnni",  products_f32,  products_f16,
                                        products_bf16, products_int8, products_bits};

#pragma clang attribute pop

#endif
