/** Of letters in Helvetica, as parts of the font's size; of others that of the widest digit or a little more. */
const widths: Readonly<Record<string, number>> = {
  " ": 0.278,
  ".": 0.278,
  ",": 0.278,
  "-": 0.333,
  "=": 0.584,
  i: 0.222,
  l: 0.222,
  m: 0.833,
  w: 0.722,
  N: 0.722,
  "∞": 0.75,
};

/** About how wide a short text is, in points, in the size of a box's text. Exact for numbers. */
export function widthOf(text: string, size = 12): number {
  return size * [...text].reduce((sum, letter) => sum + (widths[letter] ?? (letter > "~" ? 0.75 : 0.556)), 0);
}
