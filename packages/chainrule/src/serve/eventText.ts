/**
 * One server-sent event. Numbers that JSON lacks are the strings "NaN", "Infinity" and "-Infinity".
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventText(name: string, data: unknown): string {
  const json = JSON.stringify(data, (_key, value: unknown) => {
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  });
  return `event: ${name}\ndata: ${json}\n\n`;
}
