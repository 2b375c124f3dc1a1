#if defined(__x86_64__)

#define CK_LANES 8
#define CK_TARGET __attribute__((target("avx2,fma,prfchw")))
#define CK_CONTEXT_TILE 2
#define CK_GROUPS 1

#include "skipgram_body.h"

// Adds neighbors inside each half: lanes of a and b become sums a b a b, then a b c d.
CK_INLINE vector pair(vector a, vector b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13) +
         __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
}

CK_INLINE vector quadruple(vector a, vector b) {
  return __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13) +
         __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
}

CK_INLINE void reduce(const vector sum[OUTPUTS], float *destination) {
  const vector last = pair(sum[4], sum[5]);
  const vector a = quadruple(pair(sum[0], sum[1]), pair(sum[2], sum[3]));
  const vector b = quadruple(last, last);
  *(octet *)destination = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11) +
                          __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
}

const ck_skipgram ck_skipgram_avx2 = {"avx2", train, part_scores, part_gradients, part_update};

#endif
