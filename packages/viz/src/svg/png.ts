import { Refusal } from "@chainrule/core";

export interface PngOptions {
  /** Pixels across; default: the picture's natural width. */
  readonly width?: number;
  /** CSS colour behind the picture. Default white. */
  readonly background?: string;
}

/** Larger pictures are refused: a slip should not cost gigabytes. */
const maximumWidth = 16_384;
const maximumPixels = 200_000_000;

/**
 * Paints an SVG picture. Text is set in the font that comes with this package, so that the result does not
 * depend on what is installed. Node only.
 * @returns the bytes of a PNG file
 * @throws {Refusal} bad-svg | bad-width | too-large
 */
export async function toPng(
  svg: string,
  { width, background = "#ffffff" }: PngOptions = {},
): Promise<Uint8Array> {
  if (width !== undefined && !(Number.isInteger(width) && width >= 1 && width <= maximumWidth)) {
    throw new Refusal({
      code: "bad-width",
      got: `width ${width}`,
      need: `an integer from 1 to ${maximumWidth}`,
    });
  }
  const { Resvg } = await import("@resvg/resvg-js");
  const font = {
    loadSystemFonts: false,
    fontFiles: await fontFiles(),
    defaultFontFamily: "Arimo",
    sansSerifFamily: "Arimo",
  };
  const fitTo =
    width === undefined ? { mode: "original" as const } : { mode: "width" as const, value: width };
  const picture = attempt(() => new Resvg(svg, { font, fitTo, background }));
  const scale = width === undefined ? 1 : width / picture.width;
  if (picture.width * picture.height * scale * scale > maximumPixels) {
    const got = `${picture.width} × ${picture.height} at ${scale} times its size`;
    throw new Refusal({
      code: "too-large",
      got,
      need: `at most ${maximumPixels} pixels`,
      try: "a smaller width",
    });
  }
  return attempt(() => picture.render().asPng());
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Refusal({ code: "bad-svg", got: String(error), need: "an SVG document" });
  }
}

/** Paths of the shipped fonts: Arimo, whose letters are as wide as Helvetica's. */
export async function fontFiles(): Promise<string[]> {
  const { fileURLToPath } = await import("node:url");
  return ["Arimo-Regular.ttf", "Arimo-Bold.ttf"].map((name) =>
    fileURLToPath(new URL(`../../fonts/${name}`, import.meta.url)),
  );
}
