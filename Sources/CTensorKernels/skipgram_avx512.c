#if defined(__x86_64__)

#define CK_LANES 16
#define CK_TARGET __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,prfchw")))
#define CK_CONTEXT_TILE 4
#define CK_GROUPS 2

#include "skipgram_body.h"

// Adds the four sums of a pair of pairs: lanes a b a b … and c d c d … become a b c d ….
CK_INLINE vector pair(vector a, vector b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29) +
         __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
}

CK_INLINE vector quadruple(vector a, vector b) {
  return __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29) +
         __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
}

CK_INLINE void reduce(const vector sum[OUTPUTS], float *destination) {
  const vector last = pair(sum[4], sum[5]);
  const vector a = quadruple(pair(sum[0], sum[1]), pair(sum[2], sum[3]));
  const vector b = quadruple(last, last);
  const vector half =
      __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
      __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  *(octet *)destination = __builtin_shufflevector(half, half, 0, 1, 2, 3, 8, 9, 10, 11) +
                          __builtin_shufflevector(half, half, 4, 5, 6, 7, 12, 13, 14, 15);
}

const ck_skipgram ck_skipgram_avx512 = {"avx512", train, part_scores, part_gradients, part_update};

#endif
