import { defineConfig } from "vitest/config";

const json = process.env["VITEST_JSON"];

export default defineConfig({
  // Tests run the sources, not what tsc made of them.
  resolve: { conditions: ["@chainrule/source"] },
  ssr: { resolve: { conditions: ["@chainrule/source"] } },
  test: {
    testTimeout: 60_000,
    // The processes that some tests start take turns with the tests, so that both cores have work.
    maxWorkers: 2,
    include: ["packages/*/src/**/*.test.ts", "examples/**/*.test.ts"],
    reporters: json === undefined ? ["default"] : ["default", "json"],
    ...(json !== undefined && { outputFile: { json } }),
  },
});
