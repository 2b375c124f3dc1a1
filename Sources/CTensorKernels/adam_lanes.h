// A step of Adam, in the operations of ck_adam_reference: the same bits.

#include "lanes.h"

static void adam_step(const ck_adam_step *step, const float *gradient, float *weight, float *first,
                      float *second, size_t n) {
  const ck_lanes keep1 = (ck_lanes)step->beta1, take1 = (ck_lanes)(1.0f - step->beta1);
  const ck_lanes keep2 = (ck_lanes)step->beta2, take2 = (ck_lanes)(1.0f - step->beta2);
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    ck_lanes g = (ck_lanes)step->gradient_scale * lanes_load(gradient + i, count, 0);
    ck_lanes m = lanes_fma(keep1, lanes_load(first + i, count, 0), take1 * g);
    ck_lanes v = lanes_fma(keep2, lanes_load(second + i, count, 0), take2 * g * g);
    ck_lanes size = lanes_fma(__builtin_elementwise_sqrt(v), (ck_lanes)step->second_correction,
                              (ck_lanes)step->epsilon);
    ck_lanes w = lanes_load(weight + i, count, 0);
    lanes_store(weight + i, count, lanes_fma((ck_lanes)-step->learning_rate, m / size, w));
    lanes_store(first + i, count, m);
    lanes_store(second + i, count, v);
  }
}
