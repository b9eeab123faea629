const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const values = new Map([...alphabet].map((character, i) => [character, i]));

/** Bytes as base64url (RFC 4648, §5) without padding: letters that every part of a URL takes as they are. */
export function toBase64url(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const characters = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63]!);
    parts.push(characters.slice(0, left + 1).join(""));
  }
  return parts.join("");
}

/** The bytes of such a text, or where the first character stands that no such text has there. */
export function fromBase64url(text: string): Uint8Array | { readonly wrongAt: number } {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8));
  let bits = 0;
  let held = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values.get(text[i]!);
    if (value === undefined) return { wrongAt: i };
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[count++] = (bits >> held) & 0xff;
  }
  // Bits that belong to no byte are 0, so that each text is the only one for its bytes.
  const isWhole = held < 6 && (bits & ((1 << held) - 1)) === 0;
  return isWhole ? bytes : { wrongAt: text.length - 1 };
}
