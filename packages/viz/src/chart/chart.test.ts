import { expect, test } from "vitest";
import { lineChart, type Point } from "./chart.js";

const falling: Point[] = [
  [0, 1],
  [1, 0.5],
  [2, 0.25],
];
const pathsOf = (svg: string): string[] =>
  [...svg.matchAll(/<path d="([^"]*)" fill="none"/g)].map((match) => match[1]!);

test("a chart", async () => {
  const svg = lineChart({
    title: "penguins",
    xLabel: "epoch",
    yLabel: "cross entropy",
    series: [
      { name: "loss", points: falling },
      { name: "validation/loss", points: falling.map(([x, y]) => [x, y + 0.1] as const) },
    ],
  });
  await expect(svg).toMatchFileSnapshot("__snapshots__/chart.svg");
});

test("points stand where their axes say", () => {
  const svg = lineChart({
    title: "",
    series: [
      {
        name: "",
        points: [
          [0, 0],
          [10, 1],
        ],
      },
    ],
    width: 700,
    height: 400,
  });
  // Plot area: x from 60 to 674, y from 346 up to 46.
  expect(pathsOf(svg)).toEqual(["M60 346L674 46"]);
});

test("lines are told apart by dashes as well as colours, and named at their ends", () => {
  const series = ["a", "b", "c"].map((name) => ({ name, points: falling }));
  const svg = lineChart({ title: "", series });
  const strokes = [
    ...svg.matchAll(
      /stroke="(#\w+)" stroke-linejoin="round" stroke-linecap="round" stroke-width="2"( stroke-dasharray="[^"]*")?/g,
    ),
  ];
  expect(new Set(strokes.map((match) => match[1])).size).toBe(3);
  expect(new Set(strokes.map((match) => match[2])).size).toBe(3);
  for (const name of ["a", "b", "c"]) expect(svg).toContain(`font-weight="bold">${name}</text>`);
});

test("names at one end do not overlap", () => {
  const series = ["a", "b", "c", "d"].map((name) => ({ name, points: falling }));
  const svg = lineChart({ title: "", series });
  const at = [...svg.matchAll(/y="([\d.]+)" fill="#\w+" font-weight="bold">[abcd]</g)]
    .map((match) => Number(match[1]))
    .sort((a, b) => a - b);
  expect(at).toHaveLength(4);
  for (let i = 1; i < at.length; i++) expect(at[i]! - at[i - 1]!).toBeGreaterThanOrEqual(15);
});

test("a line has gaps where it has no numbers, and a lone point is a dot", () => {
  const points: Point[] = [
    [0, 1],
    [1, 1],
    [2, NaN],
    [3, 1],
    [4, Infinity],
    [5, 1],
    [6, 2],
  ];
  const [line, dots] = pathsOf(lineChart({ title: "", series: [{ name: "", points }] }));
  expect(line!.match(/M/g)).toHaveLength(2);
  expect(dots!.match(/h0/g)).toHaveLength(1);
  expect(line! + dots!).not.toMatch(/NaN|Infinity/);
});

test("on a log axis, what is not positive is a gap", () => {
  const [line] = pathsOf(
    lineChart({
      title: "",
      log: true,
      series: [
        {
          name: "",
          points: [
            [0, 100],
            [1, 1],
            [2, 0],
            [3, -1],
            [4, 1],
            [5, 10],
          ],
        },
      ],
    }),
  );
  expect(line!.match(/M/g)).toHaveLength(2);
});

test("no series, no points, and no finite point are a chart that says so", () => {
  for (const series of [
    [],
    [{ name: "loss", points: [] }],
    [{ name: "loss", points: [[0, NaN]] as Point[] }],
  ]) {
    const svg = lineChart({ title: "", series });
    expect(svg).toContain("no data");
    expect(svg).not.toMatch(/NaN|Infinity/);
  }
});

test("of very many points, each column of pixels keeps its extremes", () => {
  const points = Array.from({ length: 100_000 }, (_, i): Point => [i, i === 50_000 ? 10 : i % 2]);
  const [line] = pathsOf(lineChart({ title: "", series: [{ name: "", points }], width: 700 }));
  const drawn = line!
    .split(/[ML]/)
    .slice(1)
    .map((pair) => pair.split(" ").map(Number) as [number, number]);
  expect(drawn.length).toBeLessThan(4 * 620);
  expect(Math.min(...drawn.map(([, y]) => y))).toBe(46);
});

test("names are text", () => {
  const bad = '</text><script>"&\n\u0000';
  const svg = lineChart({ title: bad, xLabel: bad, yLabel: bad, series: [{ name: bad, points: falling }] });
  expect(svg).not.toContain("<script");
  expect(svg.match(/&lt;script&gt;/g)).toHaveLength(5);
  expect(svg).not.toContain("\u0000");
});

test("a dashed line is dashed, a whole one whole, whatever its place", () => {
  const svg = lineChart({
    title: "",
    series: [
      { name: "", points: falling, dashed: true },
      { name: "", points: falling, dashed: false },
    ],
  });
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
});
