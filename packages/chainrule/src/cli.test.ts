import { readFileSync } from "node:fs";
import { join } from "node:path";
import { draws } from "@chainrule/core";
import { themes } from "@chainrule/viz";
import { themeNames } from "./commands/drawOptions.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodeSafetensors } from "./safetensors/decode.js";
import { Folder, memory, run } from "./testing/io.js";
import { classes, line, points } from "./testing/specs.js";

let folder: Folder;
beforeEach(() => (folder = new Folder()));
afterEach(() => folder.remove());

const read = (...path: string[]): string => readFileSync(join(folder.path, ...path), "utf8");

describe("check", () => {
  test("prints nodes with shapes and parameter counts", async () => {
    folder.write("points.csv", points);
    const { code, stdout } = await run(folder, ["check", folder.write("classes.json", classes)]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^logits\/W +parameter +\[2, 2\] +float32 +4$/m);
    expect(stdout).toContain(
      "7 nodes, 6 parameters\noutputs: prediction = logits/z, loss, accuracy\nrows: 4 train\n",
    );
  });

  test("--json gives the same as data", async () => {
    const { stdout } = await run(folder, ["check", folder.write("line.json", line), "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      name: "line",
      parameters: 2,
      trainable: 2,
      rows: { train: 4 },
    });
  });

  test("--expect says which promises hold, and exits with 1 where one does not", async () => {
    const expectations = [
      { value: "loss", at: "start", equals: 21 },
      { metric: "train/loss", at: "end", below: 1e-20 },
    ];
    const { code, stdout } = await run(folder, [
      "check",
      folder.write("a.json", { ...line, expect: expectations }),
      "--expect",
    ]);
    // At w = b = 0 the loss is (1 + 9 + 25 + 49) / 4 = 21; after 200 steps it is not yet below 1e-20.
    expect(stdout).toMatch(/^met {3}loss at the start$/m);
    expect(stdout).toMatch(/^FAIL {2}train\/loss at the end\n +got {3}[\d.e-]+\n +need {2}below 1e-20$/m);
    expect(stdout).toMatch(/1 of 2 expectations met\n$/);
    expect(code).toBe(1);
  });

  test("--expect --json gives each with what was got", async () => {
    const promise = { value: "loss", at: "start", equals: 21 };
    const { code, stdout } = await run(folder, [
      "check",
      folder.write("a.json", { ...line, expect: [promise] }),
      "--expect",
      "--json",
    ]);
    expect([code, JSON.parse(stdout)]).toEqual([0, [{ ...promise, tolerance: 1e-9, isMet: true, got: 21 }]]);
  });
});

describe("train", () => {
  test("leaves a run folder that holds everything, and prints the final table", async () => {
    const { code, stdout, stderr } = await run(folder, ["train", folder.write("line.json", line)]);
    expect(code).toBe(0);
    expect(stderr).toBe("line: 4 train rows\n");
    expect(stdout).toMatch(
      /^ +train\nloss +\d.*\n\nended by steps 200 after 200 steps, 200 epochs\n\nruns\/line\/001\/\n/,
    );
    const events = read("runs/line/001/events.ndjson")
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text) as { type: string });
    expect([events[0]?.type, events.length, events.at(-1)?.type]).toEqual(["run.start", 203, "run.end"]);
    const rows = read("runs/line/001/metrics.csv").split("\n");
    expect(rows.slice(0, 2)).toEqual(["step,epoch,lr,loss", "1,1,0.1,21"]);
    expect(rows).toHaveLength(202);
    for (const picture of ["forward.svg", "backward.svg", "loss.svg"])
      expect(read("runs/line/001", picture)).toMatch(/<svg[^]*<\/svg>\s*$/);
    expect(JSON.parse(read("runs/line/001/graph.json"))).toMatchObject({
      name: "line",
      updates: { w: "update/w", b: "update/b" },
    });
    expect(JSON.parse(read("runs/line/001/spec.json"))).toEqual(line);
    const { tensors } = decodeSafetensors(
      readFileSync(join(folder.path, "runs/line/001/weights.safetensors")),
      "weights",
    );
    expect([tensors.get("w")!.data[0], tensors.get("b")!.data[0]].map((x) => x?.toFixed(3))).toEqual([
      "2.000",
      "1.000",
    ]);
  });

  test("runs are numbered, and equal specs give equal files", async () => {
    folder.write("line.json", line);
    await run(folder, ["train", "line.json"]);
    await run(folder, ["train", "line.json"]);
    for (const file of [
      "events.ndjson",
      "metrics.csv",
      "graph.json",
      "weights.safetensors",
      "forward.svg",
      "backward.svg",
      "loss.svg",
    ]) {
      expect(read("runs/line/002", file), file).toBe(read("runs/line/001", file));
    }
  });

  test("--set changes the run and the spec that is kept; --out names the folder; --json is data alone", async () => {
    folder.write("line.json", line);
    const changes = ["--set", "train.optimiser.lr=0.05", "--set", "train.stop[0].steps=3"];
    const { stdout } = await run(folder, ["train", "line.json", "--out", "here", "--json", ...changes]);
    expect(JSON.parse(stdout)).toMatchObject({ run: "here", rule: { steps: 3 }, step: 3, epoch: 3 });
    expect(read("here/metrics.csv")).toMatch(/^3,3,0\.05,/m);
    expect(JSON.parse(read("here/spec.json"))).toMatchObject({
      train: { optimiser: { lr: 0.05 }, stop: [{ steps: 3 }] },
    });
  });

  test("--events - streams events alone on stdout", async () => {
    const { stdout, stderr } = await run(folder, ["train", folder.write("line.json", line), "--events", "-"]);
    expect(stdout).toBe(read("runs/line/001/events.ndjson"));
    expect(stderr).toContain("ended by steps 200");
  });

  test("--weights begins where another run ended", async () => {
    folder.write("line.json", line);
    await run(folder, ["train", "line.json", "--out", "first"]);
    await run(folder, ["train", "line.json", "--out", "second", "--weights", "first"]);
    const lossOf = (row: string | undefined): number => Number(row?.split(",").at(-1));
    const [first, second] = ["first", "second"].map((name) => read(name, "metrics.csv").trim().split("\n"));
    expect(lossOf(second![1])).toBeLessThan(lossOf(first!.at(-1)));
  });

  test("a loss that is no number any more ends the run with 1, and names the node", async () => {
    folder.write("line.json", { ...line, train: { ...line.train, optimiser: { type: "sgd", lr: 1e200 } } });
    const { code, stdout } = await run(folder, ["train", "line.json", "--json"]);
    const result = JSON.parse(stdout) as { rule: string; node: string };
    expect([code, result.rule, result.node]).toEqual([1, "non-finite", "loss"]);
    expect(read("runs/line/001/events.ndjson")).toContain('"type":"health"');
  });

  test("interrupted, it stops within a step, and what is written is valid", async () => {
    folder.write("line.json", { ...line, train: { ...line.train, stop: [{ steps: 1e9 }] } });
    const interrupt = new AbortController();
    // The first metrics that come out press the key.
    const stdout = {
      write: (text: string | Uint8Array) => String(text).includes('"type":"metrics"') && interrupt.abort(),
    };
    const { code } = await run(folder, ["train", "line.json", "--events", "-"], {
      stdout,
      interrupted: interrupt.signal,
    });
    expect(code).toBe(130);
    expect(read("runs/line/001/metrics.csv")).toBe("step,epoch,lr,loss\n1,1,0.1,21\n");
    const bytes = readFileSync(join(folder.path, "runs/line/001/weights.safetensors"));
    // One step from 0: w = 0.1 · 2 · mean(x y) = 0.2 · 34 / 4 and b = 0.2 · 16 / 4.
    expect(decodeSafetensors(bytes, "weights").tensors.get("w")!.data[0]).toBeCloseTo(1.7, 12);
  });

  test("a state that is no number does not take the place of the last checkpoint", async () => {
    // b = 1, then 1 - 2 · ½ = 0, where the slope of √b is infinite.
    const root = {
      chainrule: 1,
      name: "root",
      dtype: "float64",
      model: {
        inputs: { x: { shape: ["N"] } },
        params: { b: { shape: [], value: 1 } },
        nodes: {
          r: { op: "sqrt", in: ["b"] },
          rx: { op: "multiply", in: ["r", "x"] },
          l: { op: "mean", in: ["rx"] },
        },
        outputs: { loss: "l" },
      },
      data: { examples: { x: [1] } },
      train: {
        minimise: "loss",
        batch: { size: "full" },
        optimiser: { type: "sgd", lr: 2 },
        stop: [{ steps: 9 }],
      },
      watch: { checkpoints: { steps: 1 } },
    };
    const { code } = await run(folder, ["train", folder.write("root.json", root)]);
    expect(code).toBe(1);
    const bytes = readFileSync(join(folder.path, "runs/root/001/weights.safetensors"));
    const { metadata, tensors } = decodeSafetensors(bytes, "weights");
    expect([metadata["step"], tensors.get("b")!.data[0]]).toEqual(["1", 0]);
  });

  test("a line of progress is for terminals, and is taken away", async () => {
    const stderr = memory({ isTTY: true, columns: 40 });
    await run(folder, ["train", folder.write("line.json", line)], { stderr, env: { NO_COLOR: "1" } });
    expect(stderr.text().startsWith("line: 4 train rows\n")).toBe(true);
    expect(stderr.text().endsWith("\r\u001b[2K")).toBe(true);
  });
});

describe("eval", () => {
  const feeds = { x: [1, 2], y: [1, 1] };

  test("prints outputs, gradients and their contributions", async () => {
    folder.write("line.json", line);
    const { stdout } = await run(folder, [
      "eval",
      "line.json",
      "--feeds",
      folder.write("feeds.json", feeds),
      "--wrt",
      "w",
      "--json",
    ]);
    // At w = b = 0: loss = (1 + 1) / 2, and dl/dw = mean 2 (f - y) x = -(1 + 2).
    expect(JSON.parse(stdout)).toEqual({
      outputs: { prediction: [0, 0], loss: 1 },
      gradients: { "grad/loss/w": -3 },
      contributions: {},
      missing: {},
    });
  });

  test("an output whose inputs were not fed is said to be not computed", async () => {
    folder.write("line.json", line);
    const { stdout } = await run(folder, [
      "eval",
      "line.json",
      "--feeds",
      folder.write("feeds.json", { x: [1, 2] }),
    ]);
    expect(stdout).toBe("prediction  [2]  [0,0]\nloss was not computed: it needs y\n");
  });

  test("--weights takes those of a run", async () => {
    folder.write("line.json", line);
    await run(folder, ["train", "line.json", "--out", "run"]);
    const args = [
      "eval",
      "line.json",
      "--feeds",
      folder.write("feeds.json", { x: [10] }),
      "--weights",
      "run",
      "--json",
    ];
    const { outputs } = JSON.parse((await run(folder, args)).stdout) as { outputs: { prediction: [number] } };
    expect(outputs.prediction[0]).toBeCloseTo(21, 3);
  });
});

test("a model with dropout is evaluated and drawn as it is used, or as its first step", async () => {
  const spec = {
    ...line,
    model: {
      ...line.model,
      nodes: {
        ...line.model.nodes,
        d: { op: "dropout", in: ["x"], rate: 0.5 },
        wx: { op: "multiply", in: ["w", "d"] },
      },
      outputs: { ...line.model.outputs, kept: "d" },
    },
  };
  folder.write("drop.json", spec);
  folder.write("feeds.json", { x: [1, 1, 1, 1, 1, 1, 1, 1] });
  const kept = async (...args: string[]): Promise<number[]> => {
    const { stdout } = await run(folder, ["eval", "drop.json", "--feeds", "feeds.json", "--json", ...args]);
    return (JSON.parse(stdout) as { outputs: { kept: number[] } }).outputs.kept;
  };
  expect(await kept()).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  const drawn = draws(0, "noise", "d");
  const mask = Array.from({ length: 8 }, (_, i) => (drawn.uniform(1, i) < 0.5 ? 0 : 2));
  expect(await kept("--mode", "train")).toEqual(mask);
  expect((await run(folder, ["draw", "drop.json", "--mode", "train"])).stdout).toContain("dropout");
  expect((await run(folder, ["draw", "drop.json"])).stdout).not.toContain("dropout");
});

describe("predict", () => {
  test("gives classes their labels and probabilities, and needs no target", async () => {
    folder.write("points.csv", points);
    await run(folder, ["train", folder.write("classes.json", classes), "--out", "run"]);
    folder.write("new.csv", "name,right,left\na,0,5\nb,5,0\n");
    const { code, stdout } = await run(folder, ["predict", "run", "new.csv"]);
    expect(code).toBe(0);
    const [header, first, second] = stdout.split("\n").map((text) => text.split(","));
    expect(header).toEqual(["row", "side", "probability_east", "probability_west"]);
    expect([first?.slice(0, 2), second?.slice(0, 2)]).toEqual([
      ["1", "west"],
      ["2", "east"],
    ]);
    expect(Number(first?.[2]) + Number(first?.[3])).toBeCloseTo(1, 12);
    expect(Number(first?.[3])).toBeGreaterThan(0.9);
  });

  test("takes rows as JSON, under the names of the columns", async () => {
    folder.write("points.csv", points);
    await run(folder, ["train", folder.write("classes.json", classes), "--out", "run"]);
    folder.write("new.json", [
      { right: 0, left: 5 },
      { left: 0, right: 5, name: "b" },
    ]);
    const { stdout } = await run(folder, ["predict", "run", "new.json", "--json"]);
    expect((JSON.parse(stdout) as { side: string }[]).map(({ side }) => side)).toEqual(["west", "east"]);
  });

  test("takes examples as JSON as well, and gives plain numbers as they are", async () => {
    await run(folder, ["train", folder.write("line.json", line), "--out", "run"]);
    const { stdout } = await run(folder, [
      "predict",
      "run",
      folder.write("new.json", { x: [100] }),
      "--json",
    ]);
    const [{ row, prediction }] = JSON.parse(stdout) as [{ row: number; prediction: number }];
    expect(row).toBe(1);
    expect(prediction).toBeCloseTo(201, 2);
  });
});

describe("draw", () => {
  test("prints DOT, with numbers where feeds are given", async () => {
    folder.write("line.json", line);
    const blank = await run(folder, ["draw", "line.json"]);
    expect(blank.stdout).toMatch(/^digraph/);
    folder.write("feeds.json", { x: [1, 2], y: [1, 1.25] });
    const { stdout } = await run(folder, ["draw", "line.json", "--feeds", "feeds.json"]);
    // The loss is (1 + 1.25²) / 2.
    expect(blank.stdout).not.toContain("1.28125");
    expect(stdout).toContain("1.28125");
  });

  test("draws the backward pass as SVG and PNG into a file", async () => {
    folder.write("line.json", line);
    const svg = await run(folder, ["draw", "line.json", "--pass", "backward", "--format", "svg"]);
    expect(svg.stdout).toMatch(/<svg[^]*<\/svg>\s*$/);
    await run(folder, ["draw", "line.json", "--format", "png", "-o", "line.png"]);
    expect([...readFileSync(join(folder.path, "line.png")).subarray(1, 4)]).toEqual(
      [..."PNG"].map((c) => c.charCodeAt(0)),
    );
  });

  test("both passes, a path, folded blocks and unfolded composites", async () => {
    folder.write("feeds.json", { x: [1, 2], y: [1, 1.25] });
    folder.write("line.json", line);
    const draw = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await run(folder, ["draw", "line.json", ...args]);
      expect([code, stderr]).toEqual([0, ""]);
      return stdout;
    };
    expect(await draw("--pass", "both")).toMatch(/"cluster_forward pass"[^]*"cluster_backward pass"/);
    const path = await draw("--from", "w", "--to", "loss", "--format", "text");
    const firstWords = path.split("\n").map((row) => /[a-z]+/.exec(row)?.[0]);
    expect(firstWords.slice(2, 10)).toEqual(["prediction", "f", "wx", "w", "x", "b", "loss", "loss"]);
    expect(await draw("--unfold", "--format", "text")).toMatch(/square|multiply/);
    expect(await draw("--fold", "all")).toBe(await draw());
    expect(await draw("--format", "mermaid")).toMatch(/^%%.*\nflowchart LR\n/);
    expect(await draw("--theme", "dark")).toContain(themes.dark.background);
  });

  test("what the optimiser adds, with the numbers of the first step", async () => {
    folder.write("line.json", line);
    folder.write("feeds.json", { x: [1, 2], y: [1, 1.25] });
    const { stdout } = await run(folder, [
      ...["draw", "line.json", "--pass", "update", "--feeds", "feeds.json", "--format", "text"],
    ]);
    const { stdout: evaluated } = await run(folder, [
      ...["eval", "line.json", "--feeds", "feeds.json", "--wrt", "w", "--json"],
    ]);
    const { gradients } = JSON.parse(evaluated) as { gradients: Record<string, number> };
    const gradient = Object.values(gradients)[0]!;
    const number = (row: RegExp): number => Number(row.exec(stdout)![1]);
    expect(number(/∂loss\/∂w +(?:\[\d*\] +)?= (\S+)/)).toBeCloseTo(gradient, 5);
    const [before, after] = [number(/^├─ w +.*?= exactly (\S+)/m), number(/^next w .*?= (\S+)/m)];
    expect(after).toBeCloseTo(before - number(/lr +.*?= (\S+)/) * gradient, 5);
  });

  test("overlays of what was asked for, and of nothing else", async () => {
    folder.write("line.json", line);
    folder.write("feeds.json", { x: [1, 2], y: [1, 1.25] });
    const show = async (list: string): Promise<string> =>
      (await run(folder, ["draw", "line.json", "--feeds", "feeds.json", "--format", "text", "--show", list]))
        .stdout;
    const costs = await show("cost");
    expect(costs).toContain("multiply-add");
    expect(costs).not.toMatch(/1\.28125|needs|∂/);
    expect(await show("saved, values")).toMatch(/1\.28125[^]*backward needs/);
    // The loss is the mean of squares: by its target −2 (f − y) / 2, of two examples.
    expect(await show("derivatives")).toMatch(/∂loss\/∂y = \(\S+, \S+\)/);
  });

  test("number by number, values and gradients taken apart with it; what cannot be is left out and said", async () => {
    const classes = {
      chainrule: 1,
      model: {
        inputs: { x: { shape: ["N", 2] }, y: { shape: ["N"], dtype: "int32", classes: 3 } },
        params: { W: { shape: [2, 3], value: [[1, 2, 3], [4, 5, 6]] } }, // prettier-ignore
        nodes: {
          z: { op: "matmul", in: ["x", "W"] },
          loss: { op: "softmaxCrossEntropy", in: ["z", "y"], target: "index", reduction: "mean" },
        },
        outputs: { z: "z", loss: "loss" },
      },
    };
    folder.write("classes.json", classes);
    folder.write("feeds.json", { x: [[2, 3]], y: [0] }); // prettier-ignore
    const args = ["draw", "classes.json", "--scalar", "--format", "text"];
    const { stdout, stderr } = await run(folder, args);
    expect(stderr).toBe("left out loss: op oneHot cannot be taken apart into single numbers\n");
    expect(stdout).toMatch(/z_1 +add\(multiply, multiply2\)/);
    folder.write("classes.json", { ...classes, model: { ...classes.model, outputs: { z: "z" } } });
    const fed = await run(folder, [...args, "--feeds", "feeds.json"]);
    expect(fed.stderr).toBe("");
    expect(fed.stdout).toMatch(/z_2 .*= 19/);
    expect(fed.stdout).toMatch(/W_2_3 .*= 6/);
  });

  test("unit by unit, as SVG unless PNG is asked for, with the numbers that are known", async () => {
    const spec = {
      chainrule: 1,
      model: {
        inputs: { x: { shape: ["N", 2] } },
        nodes: { h: { block: "dense", in: ["x"], units: 3, activation: "relu", init: "ones" } },
        outputs: { h: "h" },
      },
    };
    folder.write("net.json", spec);
    folder.write("feeds.json", { x: [[2, 3]] });
    const blank = await run(folder, ["draw", "net.json", "--network"]);
    expect(blank.stdout.split('<path class="weight"')).toHaveLength(7);
    expect(blank.stdout).not.toContain("thickness");
    const fed = await run(folder, ["draw", "net.json", "--network", "--feeds", "feeds.json"]);
    expect(fed.stdout.match(/>5<\/text>/g)).toHaveLength(3);
    expect(fed.stdout).toContain("thickness");
    const dark = await run(folder, ["draw", "net.json", "--network", "--theme", "dark"]);
    expect(dark.stdout).toContain(themes.dark.background);
    await run(folder, ["draw", "net.json", "--network", "--format", "png", "-o", "net.png"]);
    expect(readFileSync(join(folder.path, "net.png")).subarray(1, 4).toString()).toBe("PNG");
  });

  test("the names of themes are those that there are", () => {
    expect(themeNames).toEqual(Object.keys(themes));
  });

  test("no PNG on a terminal", async () => {
    const { code, stderr } = await run(folder, ["draw", "a.json", "--format", "png"], {
      stdout: memory({ isTTY: true }),
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/binary-to-terminal.*\n.*\n.*\n {2}try {3}-o picture\.png\n$/);
  });
});

describe("the command line itself", () => {
  test.each([
    [["train"], /missing required argument 'spec'/],
    [["trian", "a.json"], /unknown command 'trian'\n\(Did you mean train\?\)/],
    [["check", "a.json", "--exepct"], /unknown option '--exepct'\n\(Did you mean --expect\?\)/],
    [["train", "a.json", "--events", "file"], /Allowed choices are -/],
    [["eval", "a.json"], /required option '--feeds <file>' not specified/],
  ])("%j is refused with 2", async (args, message) => {
    const { code, stdout, stderr } = await run(folder, args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  test("--help and --version are no mistakes", async () => {
    expect(await run(folder, ["--help"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("predict") as string,
    });
    expect(await run(folder, ["--version"])).toMatchObject({ code: 0, stdout: "0.1.0\n" });
  });

  test("--json gives refusals as data on stdout", async () => {
    const { code, stdout, stderr } = await run(folder, [
      "check",
      folder.write("a.json", '{ "chainrule": 2 }'),
      "--json",
    ]);
    expect([code, stderr]).toEqual([2, ""]);
    const { problems } = JSON.parse(stdout) as { problems: { code: string; line: number; path: string[] }[] };
    expect(problems.map(({ code: name, line: at, path }) => [name, at, path])).toEqual([
      ["unsupported-version", 1, ["chainrule"]],
      ["missing-key", 1, []],
    ]);
  });
});
