import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@chainrule/source"] },
  ssr: { resolve: { conditions: ["@chainrule/source"] } },
  test: { include: ["packages/*/src/**/*.test.ts", "examples/**/*.test.ts", "tests/**/*.test.ts"], reporters: ["default"] },
});
