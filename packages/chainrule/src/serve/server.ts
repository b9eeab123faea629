import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Refusal } from "@chainrule/core";
import type { TrainEvent } from "@chainrule/optim";
import { History } from "../history.js";
import { Follower } from "./follower.js";

const host = "127.0.0.1";
const maximumFollowers = 32;
/** How often pages are told what is new. */
const flushMilliseconds = 100;
/** The page is one file: nothing is fetched from anywhere else. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Shows a run in the browsers of this machine. */
export interface Dashboard {
  readonly url: string;
  /** Tells every page that follows. */
  send(event: TrainEvent): void;
  close(): Promise<void>;
}

/**
 * Serves the dashboard page and the run's events, on the loopback address only.
 * @param port 0 for any that is free
 * @throws {Refusal} port-in-use
 */
export async function serveDashboard(port: number): Promise<Dashboard> {
  const page = readFileSync(new URL("../../page/dashboard.html", import.meta.url));
  const history = new History();
  const followers = new Set<Follower>();
  const server = createServer((request, response) => answer(request, response, { page, history, followers }));
  const bound = await listen(server, port);
  const timer = setInterval(() => followers.forEach((follower) => follower.flush()), flushMilliseconds);
  return {
    url: `http://${host}:${bound}/`,
    send(event) {
      history.add(event);
      for (const follower of followers) follower.add(event);
    },
    close() {
      clearInterval(timer);
      for (const follower of followers) follower.end();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Site {
  readonly page: Uint8Array;
  readonly history: History;
  readonly followers: Set<Follower>;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { page, history, followers }: Site,
): void {
  response.setHeader("x-content-type-options", "nosniff");
  // A page of another site that has made its name point here would send that name.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(request.headers.host ?? "")) return refuse(response, 403);
  if (request.method !== "GET") return refuse(response.setHeader("allow", "GET"), 405);
  const path = (request.url ?? "/").split("?")[0];
  if (path === "/") {
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy,
    });
    response.end(page);
  } else if (path === "/events") {
    if (followers.size >= maximumFollowers) return refuse(response, 503);
    const follower = new Follower(response, history.events());
    followers.add(follower);
    response.on("close", () => followers.delete(follower));
    response.on("error", () => followers.delete(follower));
  } else {
    refuse(response, 404);
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "text/plain" }).end(`${status}\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const got = `port ${port}: ${"code" in error ? String(error.code) : error.message}`;
      reject(new Refusal({ code: "port-in-use", got, need: "a port that is free", try: "--serve 0" }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
