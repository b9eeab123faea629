import { get, request, type IncomingMessage } from "node:http";
import type { MetricsEvent, TrainEvent } from "@chainrule/optim";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Dashboard, serveDashboard } from "./server.js";

const metrics = (step: number, loss = 1): MetricsEvent => ({
  type: "metrics",
  step,
  epoch: 1,
  lr: 0.1,
  values: { loss },
});
const end: TrainEvent = { type: "run.end", rule: "non-finite", step: 3, epoch: 1, values: { loss: NaN } };

let dashboard: Dashboard;
beforeEach(async () => {
  dashboard = await serveDashboard(0);
});
afterEach(() => dashboard.close());

const fetchPath = (path: string, options: { method?: string; headers?: Record<string, string> } = {}) =>
  new Promise<{ status: number | undefined; body: string; headers: IncomingMessage["headers"] }>(
    (resolve, reject) => {
      const sent = request(new URL(path, dashboard.url), options, (response) => {
        let body = "";
        response.on("data", (chunk) => (body += String(chunk)));
        response.on("end", () => resolve({ status: response.statusCode, body, headers: response.headers }));
      });
      sent.on("error", reject).end();
    },
  );

/** Reads a stream of events until it holds what is looked for. */
const follow = (until: string) =>
  new Promise<string>((resolve, reject) => {
    get(new URL("/events", dashboard.url), (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += String(chunk);
        if (!body.includes(until)) return;
        response.destroy();
        resolve(body);
      });
    }).on("error", reject);
  });

test("the page is one file that fetches from nowhere else", async () => {
  const { status, body, headers } = await fetchPath("/");
  expect(status).toBe(200);
  expect(body).toMatch(/^<!doctype html>/);
  expect(body).not.toMatch(/(src|href)="(?!data:)|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
});

test("a page that comes late is told what was, then what is", async () => {
  dashboard.send(metrics(1));
  dashboard.send(metrics(2));
  const reading = follow("event: more");
  await follow("event: history");
  dashboard.send(metrics(3, Infinity));
  dashboard.send(end);
  const [history, more] = (await reading).split("\n\n");
  expect(history).toBe(`event: history\ndata: ${JSON.stringify([metrics(1), metrics(2)])}`);
  expect(more).toMatch(
    /^event: more\ndata: \[\{"type":"metrics","step":3,.*"loss":"Infinity"\}\},\{"type":"run\.end",.*"NaN"\}\}\]$/,
  );
});

test.each([
  ["another path", "/etc/passwd", {}, 404],
  ["another method", "/", { method: "POST" }, 405],
  ["a foreign name that points here", "/", { headers: { host: "evil.example" } }, 403],
  ["a foreign name, for the events", "/events", { headers: { host: "evil.example:80" } }, 403],
])("%s is refused", async (_, path, options, status) => {
  expect((await fetchPath(path, options)).status).toBe(status);
});

test("localhost is a name of this machine", async () => {
  expect((await fetchPath("/", { headers: { host: "localhost:4321" } })).status).toBe(200);
});

test("a port that is taken is refused", async () => {
  await expect(serveDashboard(Number(new URL(dashboard.url).port))).rejects.toMatchObject({
    code: "port-in-use",
    problems: [{ need: "a port that is free", try: "--serve 0" }],
  });
});
