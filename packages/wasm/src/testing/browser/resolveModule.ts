import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What a browser asks packages for, the first that a package has. */
const conditions: ReadonlySet<string> = new Set(["browser", "es2015", "import", "default"]);

/**
 * The text of a module in which every specifier is what `place` makes of the file that it means, and in which the variable
 * of Node's environment that libraries ask for has a value, as bundlers do both.
 */
export function withPlaces(file: string, place: (file: string) => string): string {
  const text = readFileSync(file, "utf8").replaceAll("process.env.NODE_ENV", '"production"');
  return text.replace(specifiers, (whole, before: string, quote: string, specifier: string) => {
    const found = resolveModule(specifier, file);
    return found === undefined ? whole : `${before}${quote}${place(found)}${quote}`;
  });
}

/** Texts behind `from` and `import`; in a comment or a string one more changes nothing. */
const specifiers = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])([^"'\n]+)\2/g;

/** The file that a specifier means in a module, as a browser would take it; undefined where there is none. */
export function resolveModule(specifier: string, from: string): string | undefined {
  if (specifier.startsWith(".")) return existingFile(resolve(dirname(from), specifier));
  const [, name, rest] = /^(@[^/]+\/[^/]+|[^@./][^/:]*)(\/.*)?$/.exec(specifier) ?? [];
  const folder = name === undefined ? undefined : packageFolder(name, dirname(from));
  if (folder === undefined) return undefined;
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const { exports, module, main = "index.js" } = manifest;
  const subpath = `.${rest ?? ""}`;
  if (exports === undefined) return existingFile(join(folder, rest ?? module ?? main));
  const target = targetOf(typeof exports === "object" && subpath in exports ? exports[subpath] : exports);
  return target === undefined ? undefined : existingFile(join(folder, target));
}

interface Manifest {
  readonly exports?: Exports;
  readonly module?: string;
  readonly main?: string;
}
type Exports = string | { readonly [key: string]: Exports };

/** The first target whose condition holds, however deep. */
function targetOf(exports: Exports | undefined): string | undefined {
  if (exports === undefined || typeof exports === "string") return exports;
  for (const [key, inner] of Object.entries(exports)) {
    const found = conditions.has(key) ? targetOf(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function packageFolder(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

function existingFile(path: string): string | undefined {
  return [path, `${path}.js`, join(path, "index.js")].find(
    (file) => existsSync(file) && statSync(file).isFile(),
  );
}
