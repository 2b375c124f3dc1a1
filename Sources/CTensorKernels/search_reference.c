// Products of a query with stored vectors as specified.

#include <math.h>
#include <string.h>

#include "bf16.h"
#include "half.h"
#include "kernels.h"
#include "search_rows.h"

#pragma clang fp contract(off)

enum { LANES = 64 };

static float halves_product(const float *query, const unsigned char *row, size_t n,
                            float (*widen)(uint16_t)) {
  float lane[LANES] = {0};
  for (size_t i = 0; i < n; i++) {
    uint16_t bits;
    memcpy(&bits, row + 2 * i, sizeof bits);
    lane[i % LANES] = fmaf(query[i], widen(bits), lane[i % LANES]);
  }
  for (size_t half = LANES / 2; half > 0; half /= 2)
    for (size_t i = 0; i < half; i++) lane[i] += lane[i + half];
  return lane[0];
}

static void products_f32(const float *query, ck_rows rows, size_t n, float *products) {
  for (size_t i = 0; i < rows.count; i++)
    products[i] = ck_dot_reference(query, (const float *)(const void *)row_at(rows, i), n);
}

static void products_f16(const float *query, ck_rows rows, size_t n, float *products) {
  for (size_t i = 0; i < rows.count; i++)
    products[i] = halves_product(query, row_at(rows, i), n, ck_from_half);
}

static void products_bf16(const float *query, ck_rows rows, size_t n, float *products) {
  for (size_t i = 0; i < rows.count; i++)
    products[i] = halves_product(query, row_at(rows, i), n, ck_from_bf16);
}

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

const ck_search ck_search_reference = {"reference",   products_f32,  products_f16,
                                       products_bf16, products_int8, products_bits};
