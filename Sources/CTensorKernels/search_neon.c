// Floats in lanes; integer loops are left to the compiler, which needs no help with them.

#if defined(__aarch64__)

#include "search_lanes.h"

static void products_int8(const int8_t *query, ck_rows rows, size_t n, int32_t *products) {
  for (size_t i = 0; i < rows.count; i++) {
    const int8_t *row = (const int8_t *)row_at(rows, i);
    int32_t sum = 0;
    for (size_t j = 0; j < n; j++) sum += (int32_t)query[j] * (int32_t)row[j];
    products[i] = sum;
  }
}

static void products_bits(const uint64_t *planes, ck_rows rows, size_t words, int32_t *products) {
  for (size_t i = 0; i < rows.count; i++) {
    const unsigned char *row = row_at(rows, i);
    int32_t sum = 0;
    for (size_t plane = 0; plane < CK_SEARCH_PLANES; plane++)
      for (size_t j = 0; j < words; j++) {
        uint64_t word;
        memcpy(&word, row + 8 * j, sizeof word);
        sum += __builtin_popcountll(word & planes[plane * words + j]) << plane;
      }
    products[i] = sum;
  }
}

const ck_search ck_search_neon = {"neon",        products_f32,  products_f16,
                                  products_bf16, products_int8, products_bits};

#endif
