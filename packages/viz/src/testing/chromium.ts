import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";

type Message = { readonly [key: string]: unknown };

/** A browser's page, driven over Chromium's debugging protocol. */
export interface Page {
  /** Opens an address and waits until it has loaded. */
  open(url: string): Promise<void>;
  /** The value of an expression in the page, which must be JSON. */
  evaluate(expression: string): Promise<unknown>;
  /** Presses and lets go of a key, by its `key` name. */
  press(key: string): Promise<void>;
  /** A click of the left button. */
  click(x: number, y: number): Promise<void>;
  /** A finger that moves across. */
  swipe(from: readonly [number, number], to: readonly [number, number]): Promise<void>;
  /** A screen of this size; motion is reduced, so that nothing need be waited for. */
  resize(width: number, height: number, scheme?: "light" | "dark"): Promise<void>;
  /** Whether the pages to come may run scripts. */
  scripts(allowed: boolean): Promise<void>;
  /** PNG of what is seen. */
  screenshot(): Promise<Uint8Array>;
  /** PDF of the page as it prints. */
  pdf(): Promise<Uint8Array>;
  /** What the page complained of since it was opened: errors, warnings, what its policy blocked. */
  complaints(): readonly string[];
  close(): Promise<void>;
}

const names = ["chromium", "chromium-browser", "google-chrome"];

/** Path of an installed Chromium; undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  "--remote-debugging-pipe",
  "about:blank",
];

/** Starts a browser with one page. */
export async function startChromium(path: string): Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), "chromium-"));
  const child = spawn(path, [`--user-data-dir=${folder}`, ...flags], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const connection = connect(child);
  const targets = await connection.send("Target.getTargets", {});
  const { targetId } = (targets["targetInfos"] as Message[]).find(({ type }) => type === "page")!;
  const { sessionId } = await connection.send("Target.attachToTarget", { targetId, flatten: true });
  const send = (method: string, params: Message = {}): Promise<Message> =>
    connection.send(method, params, sessionId as string);
  for (const domain of ["Page", "Runtime", "Log"]) await send(`${domain}.enable`);
  return pageOf(send, connection, async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await connection.send("Browser.close", {});
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
}

interface Connection {
  send(method: string, params: Message, sessionId?: string): Promise<Message>;
  listen(listener: (method: string, params: Message) => void): () => void;
}

/** Messages are JSON, each ended by a zero. */
function connect(child: ChildProcess): Connection {
  const input = child.stdio[3] as Writable;
  const output = child.stdio[4] as Readable;
  const pending = new Map<number, (answer: Message) => void>();
  child.once("exit", () => {
    for (const answer of pending.values()) answer({ error: "the browser ended" });
  });
  const listeners = new Set<(method: string, params: Message) => void>();
  let buffer = "";
  let count = 0;
  output.setEncoding("utf8").on("data", (chunk: string) => {
    const texts = (buffer + chunk).split("\0");
    buffer = texts.pop()!;
    for (const text of texts) {
      const message = JSON.parse(text) as Message;
      if (typeof message["id"] === "number") pending.get(message["id"])?.(message);
      else
        for (const listener of listeners) listener(String(message["method"]), message["params"] as Message);
    }
  });
  return {
    send(method, params, sessionId) {
      const id = ++count;
      return new Promise((resolve, reject) => {
        pending.set(id, (answer) => {
          pending.delete(id);
          if (answer["error"] === undefined) resolve(answer["result"] as Message);
          else reject(new Error(`${method}: ${JSON.stringify(answer["error"])}`));
        });
        input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const keyCodes: Readonly<Record<string, number>> = {
  Enter: 13,
  " ": 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowRight: 39,
  Escape: 27,
};

function pageOf(
  send: (method: string, params?: Message) => Promise<Message>,
  connection: Connection,
  close: () => Promise<void>,
): Page {
  let complaints: string[] = [];
  connection.listen((method, params) => {
    if (method === "Runtime.exceptionThrown" || method === "Log.entryAdded")
      complaints.push(JSON.stringify(params));
    if (method === "Runtime.consoleAPICalled") complaints.push(JSON.stringify(params["args"]));
  });
  const nextLoad = (): Promise<void> =>
    new Promise((resolve) => {
      const stop = connection.listen((method) => {
        if (method !== "Page.loadEventFired") return;
        stop();
        resolve();
      });
    });
  const bytes = ({ data }: Message): Uint8Array => Buffer.from(String(data), "base64");
  return {
    async open(url) {
      complaints = [];
      // From one fragment of a page to another nothing would load.
      for (const address of ["about:blank", url]) {
        const loaded = nextLoad();
        await send("Page.navigate", { url: address });
        await loaded;
      }
    },
    async evaluate(expression) {
      const answer = await send("Runtime.evaluate", {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      if (answer["exceptionDetails"] !== undefined)
        throw new Error(JSON.stringify(answer["exceptionDetails"]));
      return (answer["result"] as Message)["value"];
    },
    async press(key) {
      const text = key === "Enter" ? "\r" : key.length === 1 ? key : undefined;
      const windowsVirtualKeyCode = keyCodes[key] ?? key.toUpperCase().charCodeAt(0);
      const common = { key, windowsVirtualKeyCode, ...(text !== undefined && { text }) };
      await send("Input.dispatchKeyEvent", { type: "keyDown", ...common });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...common });
    },
    async click(x, y) {
      for (const type of ["mousePressed", "mouseReleased"])
        await send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
    },
    async swipe([fromX, fromY], [toX, toY]) {
      await send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: fromX, y: fromY }] });
      await send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: toX, y: toY }] });
      await send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    },
    async resize(width, height, scheme = "light") {
      const mobile = width < 600;
      await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile });
      await send("Emulation.setTouchEmulationEnabled", { enabled: mobile });
      const features = [
        { name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: "reduce" },
      ];
      await send("Emulation.setEmulatedMedia", { features });
    },
    async scripts(allowed) {
      await send("Emulation.setScriptExecutionDisabled", { value: !allowed });
    },
    screenshot: async () => bytes(await send("Page.captureScreenshot", { format: "png" })),
    pdf: async () => bytes(await send("Page.printToPDF", { preferCSSPageSize: true, printBackground: true })),
    complaints: () => complaints,
    close,
  };
}
