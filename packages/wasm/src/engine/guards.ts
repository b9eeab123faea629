import type { Guard, GuardPlan } from "../lower/guards.js";
import type { Home } from "./home.js";

/** What dead memory is filled with: NaN in either width, -1 as an integer, true. */
const poison = 0xff;

/**
 * Poisons a plan's region, lays the guards that are always there, and makes the calls by which the plan lays and checks
 * the others. For tests: a guard that has changed breaks the plan.
 */
export function layGuards(
  { guards, calls }: GuardPlan,
  region: { readonly at: number; readonly bytes: number },
  home: Home,
): (() => void)[] {
  const bytes = new Uint8Array(home.memory.buffer);
  bytes.fill(poison, region.at, region.at + region.bytes);
  for (const guard of guards) if (guard.first < 0) lay(guard, bytes);
  return calls.map(({ lays, checks }) => () => {
    // Memory that grows is another buffer.
    const now = new Uint8Array(home.memory.buffer);
    for (const guard of lays) lay(guard, now);
    for (const guard of checks) check(guard, now);
  });
}

/** The bytes of a guard: NaN in either width, but none that poison or a calculation makes. */
function patternAt(address: number): number {
  return address % 2 === 0 ? 0xf5 : 0xff;
}

function lay({ at, bytes: size }: Guard, bytes: Uint8Array): void {
  for (let address = at; address < at + size; address++) bytes[address] = patternAt(address);
}

/** @throws {Error} where a byte has changed */
function check({ name, at, bytes: size }: Guard, bytes: Uint8Array): void {
  for (let address = at; address < at + size; address++) {
    if (bytes[address] === patternAt(address)) continue;
    throw new Error(`written beyond a buffer: byte ${address - at} behind ${name} has changed`);
  }
}
