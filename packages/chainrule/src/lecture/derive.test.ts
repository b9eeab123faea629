import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { Folder, run } from "../testing/io.js";
import { typeset } from "../testing/typeset.js";

const folder = new Folder();
afterAll(() => folder.remove());

const louppe = fileURLToPath(new URL("../../../../examples/louppe/louppe.json", import.meta.url));

async function printed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(folder, args);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

/** Every number of a text, to the ten decimals in which the lecture's are known. */
function numbersIn(text: string): ReadonlySet<string> {
  const found = text.replaceAll("\u2212", "-").match(/-?\d+\.\d+(e-?\d+)?/g) ?? [];
  return new Set(found.map((number) => Number(number).toFixed(10)));
}

/** LECTURES §7, B7: both terms of dl/dW1, and their sum; dl/dW2. */
const terms = [
  [-0.0778208787, 0.0501180764, 0.1556417574, -0.1002361527],
  [0.0680413817, -0.040824829, 0.0272165527, 0.0544331054],
  [-0.0097794969, 0.0092932473, 0.1828583101, -0.0458030473],
].flat();

describe("B7: Louppe's two paths, in every form of a derivation", () => {
  test.each(["text", "json", "markdown", "latex"])("%s", async (format) => {
    const text = await printed("derive", louppe, "--wrt", "W1", "--digits", "16", "--format", format);
    const found = numbersIn(text);
    expect(terms.filter((term) => !found.has(term.toFixed(10)))).toEqual([]);
    if (format !== "json") expect(text).toMatch(/\bequal\b/);
    else expect(JSON.parse(text)).toMatchObject([{ count: 2, leftOut: 0, equal: true }]);
  });

  test("dl/dW2 too, and every parameter where none is named", async () => {
    const found = numbersIn(await printed("derive", louppe, "--digits", "16"));
    expect([-0.1581118407, -0.1764140286, ...terms].filter((term) => !found.has(term.toFixed(10)))).toEqual(
      [],
    );
  });

  test.each(["svg", "dot"])(
    "as %s: a picture for each path, and one for the sum, with the numbers in it",
    async (format) => {
      const { code } = await run(folder, [
        "derive",
        louppe,
        "--wrt",
        "W1",
        "--format",
        format,
        "-o",
        `frames-${format}`,
      ]);
      expect(code).toBe(0);
      const frames = ["01", "02", "03"].map((name) => folder.read(`frames-${format}/${name}.${format}`));
      for (const number of ["0.755916", "0.590236", "0.16568", "0.734847", "0.554197"])
        expect(frames.every((frame) => frame.includes(number))).toBe(true);
      expect(new Set(frames).size).toBe(3);
    },
  );
});

test("F4: the derivative of a prediction is the product of four factors", async () => {
  const [{ paths, gradient }] = JSON.parse(
    await printed("derive", louppe, "--of", "yhat", "--wrt", "W1", "--json"),
  ) as [{ paths: { factors: { jacobian: number[][] }[] }[]; gradient: number[][] }];
  expect(paths).toHaveLength(1);
  const factors = paths[0]!.factors.map(({ jacobian }) => jacobian);
  expect(factors).toHaveLength(4);
  const product = factors.reduce((a, b) =>
    a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0))),
  );
  product[0]!.forEach((x, i) => expect(x).toBeCloseTo(gradient.flat()[i]!, 14));
});

test("the LaTeX of a derivation is set by KaTeX, environment by environment", async () => {
  for (const notation of ["louppe", "kent", "yukimura", "ewing", "godeep", "default"]) {
    const text = await printed("derive", louppe, "--format", "latex", "--notation", notation);
    const environments = text.match(/\\begin\{align\*\}[^]*?\\end\{align\*\}/g)!;
    expect(environments).toHaveLength(6);
    for (const environment of environments) typeset(environment);
  }
});

const engine = ["pdflatex", "lualatex", "tectonic"].find(
  (command) => spawnSync(command, ["--version"]).status === 0,
);
if (engine === undefined)
  console.warn("no pdflatex, lualatex or tectonic here: derivations are checked by KaTeX alone");

test.skipIf(engine === undefined)(
  "a LaTeX engine sets a derivation as it stands",
  { timeout: 300_000 },
  async () => {
    folder.write(
      "derivation.tex",
      await printed("derive", louppe, "--format", "latex", "--notation", "louppe"),
    );
    const { status, stdout } = spawnSync(
      engine!,
      [...(engine === "tectonic" ? [] : ["-interaction=nonstopmode", "-halt-on-error"]), "derivation.tex"],
      { cwd: folder.path, encoding: "utf8" },
    );
    expect([status, stdout.match(/^!.*/gm)]).toEqual([0, null]);
  },
);

test("more paths than are worked out are counted, and what they carry is told", async () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      `n${i + 1}`,
      { op: "add", in: [i === 0 ? "w" : `n${i}`, i === 0 ? "w" : `n${i}`] },
    ]),
  );
  const spec = folder.write("doubling.json", {
    chainrule: 1,
    dtype: "float64",
    model: {
      inputs: { x: { shape: [] } },
      params: { w: { shape: [], value: 1 } },
      nodes: { ...nodes, loss: { op: "multiply", in: ["n12", "x"] } },
      outputs: { loss: "loss" },
    },
    data: { examples: { x: [1] } },
  });
  const text = await printed("derive", spec, "--limit", "2");
  expect(text).toContain("2 of 4096 paths");
  expect(text).toMatch(/gradient − sum +4094\n4094 paths were left out; gradient − sum is what they carry/);
});

test("a term that is exactly 0 has a sign of its own, and what no path reaches is refused as such", async () => {
  const model = {
    inputs: { x: { shape: ["N"] } },
    params: { w: { shape: [], value: -1 }, v: { shape: [], value: 2 } },
    nodes: {
      z: { op: "multiply", in: ["x", "w"] },
      a: { op: "relu", in: ["z"] },
      s: { op: "step", in: ["v"] },
      b: { op: "multiply", in: ["a", "s"] },
      loss: { op: "sum", in: ["b"] },
    },
    outputs: { loss: "loss" },
  };
  const spec = folder.write("dead.json", {
    chainrule: 1,
    dtype: "float64",
    model,
    data: { examples: { x: [1, 2] } },
  });
  expect(await printed("derive", spec, "--wrt", "w")).toMatch(/term +exactly 0 +sum so far +exactly 0/);
  expect(await printed("derive", spec, "--wrt", "w", "--format", "markdown")).toContain("_exactly 0_");
  expect(await printed("derive", spec, "--wrt", "w", "--format", "latex")).toContain("\\text{(exactly 0)}");
  const { code, stderr } = await run(folder, ["derive", spec, "--wrt", "v"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("no path from v to loss")]);
});
