#if defined(__x86_64__)

#include <immintrin.h>

#define CK_LANES_256

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,popcnt"))), apply_to = function)

#include "search_lanes.h"

/// Adds the products of 32 bytes: |q| as unsigned, and x with the sign of q. Two products of
/// bytes up to 127 fit into 16 bits.
CK_INLINE __m256i add_products(__m256i sum, __m256i q, __m256i size, __m256i x) {
  __m256i pairs = _mm256_maddubs_epi16(size, _mm256_sign_epi8(x, q));
  return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

CK_INLINE __m256i bytes_at(const void *bytes) { return _mm256_loadu_si256((const __m256i *)bytes); }

CK_INLINE __m256i half_at(const void *bytes) {
  return _mm256_zextsi128_si256(_mm_loadu_si128((const __m128i *)bytes));
}

CK_INLINE int32_t sum_of_lanes(__m256i x) {
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
  __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xB1)));
}

/// Two rows at a time share the bytes of the query.
static void products_int8(const int8_t *query, ck_rows rows, size_t n, int32_t *products) {
  size_t i = 0;
  for (; i + 2 <= rows.count; i += 2) {
    const unsigned char *x = row_at(rows, i), *y = row_at(rows, i + 1);
    __m256i a = _mm256_setzero_si256(), b = a;
    size_t j = 0;
    for (; j + 32 <= n; j += 32) {
      __m256i q = bytes_at(query + j), size = _mm256_abs_epi8(q);
      a = add_products(a, q, size, bytes_at(x + j));
      b = add_products(b, q, size, bytes_at(y + j));
    }
    if (j < n) {
      __m256i q = half_at(query + j), size = _mm256_abs_epi8(q);
      a = add_products(a, q, size, half_at(x + j));
      b = add_products(b, q, size, half_at(y + j));
    }
    products[i] = sum_of_lanes(a);
    products[i + 1] = sum_of_lanes(b);
  }
  if (i == rows.count) return;
  const unsigned char *x = row_at(rows, i);
  __m256i a = _mm256_setzero_si256();
  size_t j = 0;
  for (; j + 32 <= n; j += 32) {
    __m256i q = bytes_at(query + j);
    a = add_products(a, q, _mm256_abs_epi8(q), bytes_at(x + j));
  }
  if (j < n) {
    __m256i q = half_at(query + j);
    a = add_products(a, q, _mm256_abs_epi8(q), half_at(x + j));
  }
  products[i] = sum_of_lanes(a);
}

/// The number of ones in every byte, by a table of half bytes (Muła, Kurz and Lemire 2018).
CK_INLINE __m256i ones_of_bytes(__m256i x) {
  const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                         2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m256i low = _mm256_set1_epi8(15);
  return _mm256_add_epi8(
      _mm256_shuffle_epi8(table, _mm256_and_si256(x, low)),
      _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), low)));
}

/// The weighted ones of 32 bytes in all planes: at most 15 × 8 in a byte.
CK_INLINE __m256i plane_ones(__m256i x, const uint64_t *plane, size_t words) {
  __m256i sum = ones_of_bytes(_mm256_and_si256(x, bytes_at(plane + 3 * words)));
  sum = _mm256_add_epi8(_mm256_add_epi8(sum, sum),
                        ones_of_bytes(_mm256_and_si256(x, bytes_at(plane + 2 * words))));
  sum = _mm256_add_epi8(_mm256_add_epi8(sum, sum),
                        ones_of_bytes(_mm256_and_si256(x, bytes_at(plane + words))));
  return _mm256_add_epi8(_mm256_add_epi8(sum, sum),
                         ones_of_bytes(_mm256_and_si256(x, bytes_at(plane))));
}

static void products_bits(const uint64_t *planes, ck_rows rows, size_t words, int32_t *products) {
  for (size_t i = 0; i < rows.count; i++) {
    const unsigned char *row = row_at(rows, i);
    __m256i sum = _mm256_setzero_si256();
    size_t j = 0;
    for (; j + 4 <= words; j += 4)
      sum = _mm256_add_epi64(
          sum, _mm256_sad_epu8(plane_ones(bytes_at(row + 8 * j), planes + j, words),
                               _mm256_setzero_si256()));
    __m128i two = _mm_add_epi64(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
    int64_t total = _mm_cvtsi128_si64(two) + _mm_extract_epi64(two, 1);
    for (; j < words; j++) {
      uint64_t word;
      memcpy(&word, row + 8 * j, sizeof word);
      for (size_t plane = 0; plane < CK_SEARCH_PLANES; plane++)
        total += (int64_t)__builtin_popcountll(word & planes[plane * words + j]) << plane;
    }
    products[i] = (int32_t)total;
  }
}

const ck_search ck_search_avx2 = {"avx2",        products_f32,  products_f16,
                                  products_bf16, products_int8, products_bits};

#pragma clang attribute pop

#endif
