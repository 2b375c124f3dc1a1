// Fills a table with everything written in lanes.

#include "adam_lanes.h"
#include "lstm_lanes.h"
#include "product_bf16_lanes.h"
#include "product_f32_lanes.h"
#include "softmax_lanes.h"
#include "softmax_part_lanes.h"
#include "vectors_lanes.h"

static void use_lanes(ck_kernels *table, const char *name) {
  *table = (ck_kernels){
      .name = name,
      .f32 = f32_product(name),
      .bf16 = bf16_product(name),
      .dot = vector_dot,
      .sum_of_squares = vector_sum_of_squares,
      .copy_nontemporal = vector_copy_nontemporal,
      .axpy = vector_axpy,
      .scale = vector_scale,
      .tanh = vector_tanh,
      .sigmoid = vector_sigmoid,
      .softmax_cross_entropy = row_softmax_cross_entropy,
      .exponentials = part_exponentials,
      .log_softmax = row_log_softmax,
      .lstm_forward = cell_forward,
      .lstm_backward = cell_backward,
      .add_rows = vector_add_rows,
      .adam = adam_step,
  };
}
