import { defineConfig } from "vitest/config";

const json = process.env["VITEST_JSON"];

export default defineConfig({
  // Tests run the sources, not what tsc made of them.
  resolve: { conditions: ["@chainrule/source"] },
  ssr: { resolve: { conditions: ["@chainrule/source"] } },
  test: {
    // Some tests compute for a minute on a machine that does other work too.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // The processes that some tests start take turns with the tests, so that both cores have work.
    maxWorkers: 2,
    include: ["packages/*/src/**/*.test.ts", "examples/**/*.test.ts"],
    reporters: json === undefined ? ["default"] : ["default", "json"],
    ...(json !== undefined && { outputFile: { json } }),
  },
});
