#if defined(__aarch64__)

#define CK_LANES 4
#define CK_TARGET
#define CK_CONTEXT_TILE 4
#define CK_GROUPS 2

#include "skipgram_body.h"

CK_INLINE vector pair(vector a, vector b) {
  return __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
}

CK_INLINE vector quadruple(vector a, vector b) {
  return __builtin_shufflevector(a, b, 0, 1, 4, 5) + __builtin_shufflevector(a, b, 2, 3, 6, 7);
}

CK_INLINE void reduce(const vector sum[OUTPUTS], float *destination) {
  const vector last = pair(sum[4], sum[5]);
  *(quad *)destination = quadruple(pair(sum[0], sum[1]), pair(sum[2], sum[3]));
  *(quad *)(destination + 4) = quadruple(last, last);
}

const ck_skipgram ck_skipgram_neon = {"neon", train, part_scores, part_gradients, part_update};

#endif
