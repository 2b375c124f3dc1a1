// From products of integers to scores.

#include <string.h>

#include "search_rows.h"

#pragma clang fp contract(off)

void ck_scale_products(ck_rows rows, size_t offset, const int32_t *products, float scale,
                       float *scores) {
  for (size_t i = 0; i < rows.count; i++) {
    float own;
    memcpy(&own, row_at(rows, i) + offset, sizeof own);
    scores[i] = (float)products[i] * (scale * own);
  }
}

void ck_estimate_products(ck_rows rows, size_t offset, const int32_t *products, ck_levels levels,
                          float *scores) {
  for (size_t i = 0; i < rows.count; i++) {
    float own[3];
    memcpy(own, row_at(rows, i) + offset, sizeof own);
    // With the signs s of the row, sum s q = 2 (sum of q where the bit is one) - sum q.
    float product =
        2 * (levels.least * own[2] + levels.step * (float)products[i]) - levels.sum;
    scores[i] = levels.constant + own[1] + own[0] * product;
  }
}
