/**
 * Text in which control characters that a file may hold are spelled out: they must not steer a terminal. Nor can it
 * show half of a surrogate pair.
 */
export function visible(text: string): string {
  return text.replaceAll(/(?!\n)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
