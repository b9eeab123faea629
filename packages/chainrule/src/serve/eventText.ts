import { jsonText } from "../json.js";

/**
 * One server-sent event.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventText(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${jsonText(data)}\n\n`;
}
