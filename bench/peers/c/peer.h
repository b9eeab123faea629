/* What the C programs share: the protocol of lib/serve.js, and reading the files. A program defines RING, BATCH, N
   (the length of an example), WEIGHTS, target_t and TARGETS (the file), and the four functions below. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __SSE__
#include <xmmintrin.h>
#endif

static void reset(const float *weights);                   /* from the first weights, as the file holds them */
static void feed(const float *x, const target_t *y);       /* copies a batch into the program's own inputs */
static float step(void);                                   /* one training step; the loss before the update */
static const char *info(void);

/* Stops gcc from leaving out the losses that nobody prints. */
static volatile float last_loss;

static float *all_x, *first_weights;
static target_t *all_y;

static void *read_file(const char *folder, const char *name, size_t bytes) {
  char path[4200];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (!file || !memory || fread(memory, 1, bytes, file) != bytes) {
    printf("{\"error\":\"%s cannot be read\"}\n", name);
    exit(1);
  }
  fclose(file);
  return memory;
}

static void load(const char *line) {
  char folder[4096];
  const char *at = strstr(line, "\"folder\":\"");
  if (!at || sscanf(at + 10, "%4095[^\"]", folder) != 1) exit(1);
  first_weights = read_file(folder, "weights.f32", sizeof(float) * WEIGHTS);
  all_x = read_file(folder, "x.f32", sizeof(float) * RING * BATCH * N);
  all_y = read_file(folder, TARGETS, sizeof(target_t) * RING * BATCH);
  printf("{\"info\":{\"compiler\":\"gcc " __VERSION__ "\",\"with\":\"%s\"}}\n", info());
}

static float train_on(int batch) {
  feed(all_x + (size_t)batch * BATCH * N, all_y + batch * BATCH);
  return last_loss = step();
}

static void losses(int count) {
  reset(first_weights);
  printf("{\"losses\":[");
  for (int i = 0; i < count; i++) printf(i ? ",%.9g" : "%.9g", train_on(i % RING));
  printf("]}\n");
}

static void measure(long steps) {
  struct timespec start, end;
  float loss = 0;
  reset(first_weights);
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (long i = 0; i < steps; i++) loss = train_on(i % RING);
  clock_gettime(CLOCK_MONOTONIC, &end);
  double seconds = (end.tv_sec - start.tv_sec) + 1e-9 * (end.tv_nsec - start.tv_nsec);
  printf("{\"seconds\":%.9g,\"loss\":%.9g}\n", seconds, loss);
}

int main(void) {
#ifdef __SSE__
  _mm_setcsr(_mm_getcsr() | 0x8040); /* denormals count as zero, as -ffast-math would have it */
#endif
  static char line[8192];
  while (fgets(line, sizeof line, stdin)) {
    char *number = strstr(line, "\"do\":\"time\"") ? strstr(line, "\"steps\":") : strstr(line, "\"count\":");
    if (strstr(line, "\"do\":\"load\"")) load(line);
    else if (strstr(line, "\"do\":\"time\"")) measure(atol(number + 8));
    else losses(atoi(number + 8));
    fflush(stdout);
  }
  return 0;
}
