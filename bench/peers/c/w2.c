/* 2-8-8-1 tanh, batch 32, binary cross entropy, SGD. The examples are the lanes, two vectors to a unit; gradients are
   summed over lanes sixteen weights at once, in the order in which the weights are kept. */
#include "lanes.h"
#define RING 64
#define BATCH 32
#define N 2
#define WEIGHTS (2 * 8 + 8 + 8 * 8 + 8 + 8 + 1)
#define TARGETS "y.f32"
typedef float target_t;
#include "peer.h"

#define EACH(i, n) _Pragma("GCC unroll 16") for (int i = 0; i < n; i++)

static const float rate = 0.1f;
static struct {
  float W1[2][8], b1[8], b2[8], W2[8][8], W3[8], b3, padding[7];
} w __attribute__((aligned(64)));
static float x[2][BATCH] __attribute__((aligned(64))), y[BATCH] __attribute__((aligned(64)));

static const char *info(void) { return "two vectors of 16 examples to a unit"; }

static void reset(const float *from) {
  memset(&w, 0, sizeof w);
  memcpy(w.W1, from, sizeof w.W1);
  memcpy(w.b1, from + 16, sizeof w.b1);
  memcpy(w.W2, from + 24, sizeof w.W2);
  memcpy(w.b2, from + 88, sizeof w.b2);
  memcpy(w.W3, from + 96, sizeof w.W3);
  w.b3 = from[104];
}

static inline void feed(const float *from_x, const float *from_y) {
  EACH(k, 2) {
    v16 low, high;
    memcpy(&low, from_x + 32 * k, sizeof low);
    memcpy(&high, from_x + 32 * k + 16, sizeof high);
    *(v16 *)&x[0][16 * k] = __builtin_shuffle(low, high, (i16){0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30});
    *(v16 *)&x[1][16 * k] = __builtin_shuffle(low, high, (i16){1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31});
  }
  memcpy(y, from_y, sizeof y);
}

/* Lane l of a where bit `d` of l is 0 and of b where it is 1, plus the lane that lies d beside it. */
#define FOLD(d, a, b)                                                                        \
  (__builtin_shuffle(a, b, (i16){MASK(d, KEEP)}) + __builtin_shuffle(a, b, (i16){MASK(d, SWAP)}))
#define KEEP(l, d) (l & d ? 16 + l : l)
#define SWAP(l, d) (l & d ? 16 + l - d : l + d)
#define MASK(d, f) f(0, d), f(1, d), f(2, d), f(3, d), f(4, d), f(5, d), f(6, d), f(7, d), \
                   f(8, d), f(9, d), f(10, d), f(11, d), f(12, d), f(13, d), f(14, d), f(15, d)

/* Lane l of the result is the sum of a[l]'s lanes. */
static inline v16 sums(v16 *a) {
  EACH(i, 8) a[i] = FOLD(8, a[i], a[i + 8]);
  EACH(i, 4) a[i] = FOLD(4, a[i], a[i + 4]);
  EACH(i, 2) a[i] = FOLD(2, a[i], a[i + 2]);
  return FOLD(1, a[0], a[1]);
}

static inline float step(void) {
  v16 h1[8][2], h2[8][2], d1[8][2], d2[8][2], dz[2], all = splat(0), x0[2], x1[2];
  EACH(k, 2) {
    x0[k] = *(v16 *)&x[0][16 * k], x1[k] = *(v16 *)&x[1][16 * k];
    EACH(j, 8) h1[j][k] = tanh16(x0[k] * w.W1[0][j] + (x1[k] * w.W1[1][j] + w.b1[j]));
    v16 z = splat(w.b3), t = *(v16 *)&y[16 * k];
    EACH(j, 8) {
      v16 s = splat(w.b2[j]);
      EACH(i, 8) s += h1[i][k] * w.W2[i][j];
      h2[j][k] = tanh16(s);
    }
    EACH(j, 8) z += h2[j][k] * w.W3[j];
    v16 e = exp16(minimum(z, -z));
    all += maximum(z, splat(0)) - z * t + log16(1 + e);
    dz[k] = (quotient(where_negative(z, e, splat(1)), 1 + e) - t) * (1.0f / BATCH);
    EACH(j, 8) d2[j][k] = dz[k] * w.W3[j] * (1 - h2[j][k] * h2[j][k]);
    EACH(i, 8) {
      v16 s = splat(0);
      EACH(j, 8) s += d2[j][k] * w.W2[i][j];
      d1[i][k] = s * (1 - h1[i][k] * h1[i][k]);
    }
  }
  v16 *weights = (v16 *)&w, g[16];
  EACH(j, 8) {
    g[j] = d1[j][0] * x0[0] + d1[j][1] * x0[1];
    g[8 + j] = d1[j][0] * x1[0] + d1[j][1] * x1[1];
  }
  weights[0] -= rate * sums(g);
  EACH(j, 8) g[j] = d1[j][0] + d1[j][1], g[8 + j] = d2[j][0] + d2[j][1];
  weights[1] -= rate * sums(g);
  EACH(r, 4) {
    EACH(j, 8) {
      g[j] = h1[2 * r][0] * d2[j][0] + h1[2 * r][1] * d2[j][1];
      g[8 + j] = h1[2 * r + 1][0] * d2[j][0] + h1[2 * r + 1][1] * d2[j][1];
    }
    weights[2 + r] -= rate * sums(g);
  }
  /* The loss is a seventeenth sum, in a lane whose weight is padding. */
  EACH(j, 8) g[j] = h2[j][0] * dz[0] + h2[j][1] * dz[1], g[8 + j] = splat(0);
  g[8] = dz[0] + dz[1], g[9] = all;
  v16 last = sums(g);
  weights[6] -= rate * last;
  return last[9] * (1.0f / BATCH);
}
