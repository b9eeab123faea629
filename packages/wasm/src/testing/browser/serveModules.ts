import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize, relative, sep } from "node:path";
import { withPlaces } from "./resolveModule.js";

/** Scripts of this origin, and WebAssembly, but no text that becomes code. */
export const policy = "script-src 'self' 'wasm-unsafe-eval'";

/** A server on the loopback address. */
export interface ModuleServer {
  readonly url: string;
  /** What the page posted to `/told`. */
  readonly told: Promise<string>;
  close(): Promise<void>;
}

/**
 * Serves a page, the modules of a folder and of the packages they import, each with its specifiers made into places on this
 * server, under {@link policy}.
 * @param root what paths begin at
 * @param pages by path: texts of HTML and JavaScript that are no files
 */
export async function serveModules(
  root: string,
  pages: Readonly<Record<string, string>>,
): Promise<ModuleServer> {
  let tell: (text: string) => void;
  const told = new Promise<string>((resolve) => (tell = resolve));
  const place = (file: string): string => `/${relative(root, file).split(sep).join("/")}`;
  const textOf = (path: string): string | undefined => {
    if (Object.hasOwn(pages, path)) return pages[path];
    const file = join(root, normalize(decodeURIComponent(path)));
    return /\.m?js$/.test(file) && existsSync(file) ? withPlaces(file, place) : undefined;
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (request.method === "POST") {
      void bodyOf(request).then((body) => {
        response.writeHead(204).end();
        tell(body);
      });
      return;
    }
    const text = textOf(path);
    const type = path.endsWith("js") ? "text/javascript" : "text/html";
    response.writeHead(text === undefined ? 404 : 200, {
      "content-type": `${type}; charset=utf-8`,
      "content-security-policy": policy,
    });
    response.end(text ?? "");
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    told,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString("utf8");
}
