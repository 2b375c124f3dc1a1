// The skip-gram kernels over vectors of CK_LANES floats. The file of each instruction set includes
// it once, and defines before it:
//   CK_LANES          4, 8 or 16
//   CK_TARGET         the target attribute of every function
//   CK_CONTEXT_TILE   contexts whose scores are summed in registers at once
//   CK_GROUPS         vectors of a row that the update keeps in registers at once
// and after it `reduce`, which turns six vectors into their six sums.

#include "skipgram_rows.h"

// The outputs of one block; missing ones repeat the first, with a gradient of zero.
CK_INLINE size_t block_outputs(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                               size_t window, size_t block, float **outputs) {
  const uint32_t *negatives = plan->negatives + window * plan->negative_count;
  const size_t from = block * OUTPUTS, total = plan->negative_count + 1;
  const size_t count = total - from < OUTPUTS ? total - from : OUTPUTS;
  for (size_t k = 0; k < OUTPUTS; k += 1) {
    const size_t i = from + (k < count ? k : 0);
    const uint32_t row = i == 0 ? plan->words[plan->windows[window].center] : negatives[i - 1];
    outputs[k] = weights->output + row * weights->stride;
  }
  return count;
}

// Up to sixteen contexts from `position` on, which is moved past them.
CK_INLINE size_t block_contexts(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                                size_t window, size_t *position, float **contexts) {
  const ck_skipgram_window *w = plan->windows + window;
  size_t count = 0, i = *position;
  for (; i < w->last && count < CK_SKIPGRAM_CONTEXTS; i += 1) {
    if (i == w->center) continue;
    contexts[count] = weights->input + plan->words[i] * weights->stride;
    count += 1;
  }
  *position = i;
  return count;
}

// The rows that the same block of the next window adds: its outputs and one context.
CK_INLINE void look_ahead(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                          size_t window, size_t block, ahead *next) {
  const size_t following = window + 1 < plan->window_count ? window + 1 : window;
  float *outputs[OUTPUTS];
  block_outputs(plan, weights, following, block, outputs);
  CK_UNROLL for (size_t k = 0; k < OUTPUTS; k += 1) next->row[k] = outputs[k];
  size_t position = plan->windows[following].center + plan->reach + 1;
  if (position >= plan->word_count) position = plan->windows[following].center;
  next->row[OUTPUTS] = weights->input + plan->words[position] * weights->stride;
}

CK_INLINE size_t block_count(const ck_skipgram_plan *plan) {
  return (plan->negative_count + OUTPUTS) / OUTPUTS;
}

CK_KERNEL void train(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights) {
  float scores[CK_SKIPGRAM_CONTEXTS * ROW] __attribute__((aligned(64))) = {0};
  float *contexts[CK_SKIPGRAM_CONTEXTS], *outputs[OUTPUTS];
  const size_t blocks = block_count(plan), stride = weights->stride;
  for (size_t window = 0; window < plan->window_count; window += 1) {
    for (size_t block = 0; block < blocks; block += 1) {
      ahead next;
      factors f;
      look_ahead(plan, weights, window, block, &next);
      const size_t valid = block_outputs(plan, weights, window, block, outputs);
      set_factors(&f, block, valid, plan->windows[window].rate);
      size_t position = plan->windows[window].first, count;
      while ((count = block_contexts(plan, weights, window, &position, contexts)) > 0) {
        products(contexts, count, outputs, 0, stride, scores, &next);
        finish(scores, count * ROW, &f);
        update_rows(contexts, count, outputs, 0, stride, scores);
      }
    }
  }
}

CK_KERNEL void part_scores(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                           size_t first, size_t windows, const size_t *bounds, size_t parts,
                           size_t part_stride, size_t capacity, float *scores) {
  float *contexts[CK_SKIPGRAM_CONTEXTS], *outputs[OUTPUTS];
  const size_t blocks = block_count(plan);
  for (size_t window = first; window < first + windows; window += 1) {
    for (size_t block = 0; block < blocks; block += 1, scores += capacity * ROW) {
      ahead next;
      look_ahead(plan, weights, window, block, &next);
      block_outputs(plan, weights, window, block, outputs);
      size_t position = plan->windows[window].first, count, done = 0;
      while ((count = block_contexts(plan, weights, window, &position, contexts)) > 0) {
        for (size_t part = 0; part < parts; part += 1) {
          float *place = scores + part * part_stride + done * ROW;
          products(contexts, count, outputs, bounds[part], bounds[part + 1], place, &next);
        }
        done += count;
      }
    }
  }
}

CK_KERNEL void part_gradients(const ck_skipgram_plan *plan, size_t first, size_t windows,
                              size_t capacity, const float *scores, size_t parts,
                              size_t part_stride, float *gradients) {
  const size_t blocks = block_count(plan);
  for (size_t window = first; window < first + windows; window += 1) {
    const ck_skipgram_window *w = plan->windows + window;
    const size_t used = (w->last - w->first - 1) * ROW;
    for (size_t block = 0; block < blocks; block += 1) {
      const size_t left = plan->negative_count + 1 - block * OUTPUTS;
      factors f;
      set_factors(&f, block, left < OUTPUTS ? left : OUTPUTS, w->rate);
      for (size_t j = 0; j < used; j += CK_LANES) {
        vector sum = load(scores + j);
        for (size_t part = 1; part < parts; part += 1) sum += load(scores + part * part_stride + j);
        store(gradients + j, sum);
      }
      finish(gradients, used, &f);
      scores += capacity * ROW;
      gradients += capacity * ROW;
    }
  }
}

CK_KERNEL void part_update(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                           size_t first, size_t windows, size_t begin, size_t end, size_t capacity,
                           const float *gradients) {
  float *contexts[CK_SKIPGRAM_CONTEXTS], *outputs[OUTPUTS];
  const size_t blocks = block_count(plan);
  for (size_t window = first; window < first + windows; window += 1) {
    for (size_t block = 0; block < blocks; block += 1, gradients += capacity * ROW) {
      block_outputs(plan, weights, window, block, outputs);
      size_t position = plan->windows[window].first, count, done = 0;
      while ((count = block_contexts(plan, weights, window, &position, contexts)) > 0) {
        update_rows(contexts, count, outputs, begin, end, gradients + done * ROW);
        done += count;
      }
    }
  }
}
