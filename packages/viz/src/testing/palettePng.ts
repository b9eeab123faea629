import { crc32, deflateSync, inflateSync } from "node:zlib";

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly data: Uint8Array;
}

/**
 * The same picture in at most 256 colours, most of which are its most frequent ones: a screenshot is mostly plain, and so a third
 * of its size.
 * @param png of eight bits a channel, not interlaced, as Chromium makes them
 */
export function palettePng(png: Uint8Array): Uint8Array {
  const { width, height, data } = decode(png);
  const counts = new Map<number, number>();
  for (let i = 0; i < data.length; i += 3) {
    const color = colorAt(data, i);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([color]) => color);
  const palette = paletteOf(sorted);
  const exact = new Map(palette.map((color, i) => [color, i]));
  const places = new Map(sorted.map((color) => [color, exact.get(color) ?? nearest(color, palette)]));
  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + x + 1] = places.get(colorAt(data, 3 * (y * width + x)))!;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    png.subarray(0, 8),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(channels))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The most frequent colours, and of all that are left the most frequent in each 64th of the space of colours. */
function paletteOf(sorted: readonly number[]): number[] {
  const rest = new Map<number, number>();
  for (const color of sorted.slice(192)) {
    const cell = color & 0xc0c0c0;
    rest.set(cell, rest.get(cell) ?? color);
  }
  return [...sorted.slice(0, 192), ...rest.values()];
}

const colorAt = (data: Uint8Array, at: number): number =>
  (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
const channels = (color: number): number[] => [color >> 16, (color >> 8) & 255, color & 255];

function nearest(color: number, palette: readonly number[]): number {
  const [red, green, blue] = channels(color) as [number, number, number];
  let best = 0;
  let least = Infinity;
  palette.forEach((other, i) => {
    const [r, g, b] = channels(other) as [number, number, number];
    const distance = (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}

/** @see https://www.w3.org/TR/png-3/ */
function decode(png: Uint8Array): Pixels {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.length);
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const size = bytes[25] === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12)
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  const lines = unfilter(inflateSync(Buffer.concat(parts)), width * size, size);
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(lines.subarray(i * size, i * size + 3), i * 3);
  return { width, height, data };
}

/** Undoes the filters, one a line, by which neighbours predict a byte. */
function unfilter(filtered: Uint8Array, length: number, size: number): Uint8Array {
  const height = filtered.length / (length + 1);
  const data = new Uint8Array(height * length);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (length + 1)]!;
    for (let x = 0; x < length; x++) {
      const at = y * length + x;
      const left = x < size ? 0 : data[at - size]!;
      const up = y === 0 ? 0 : data[at - length]!;
      const corner = x < size || y === 0 ? 0 : data[at - length - size]!;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      data[at] = filtered[y * (length + 1) + 1 + x]! + guess;
    }
  }
  return data;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [l, u, c] = [left, up, corner].map((one) => Math.abs(guess - one)) as [number, number, number];
  if (l <= u && l <= c) return left;
  return u <= c ? up : corner;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
