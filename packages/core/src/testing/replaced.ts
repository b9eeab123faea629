import type { Op } from "../op.js";
import { Registry } from "../registry.js";

/** The registry with one op put in the place of that of its name. */
export function replaced(registry: Registry, op: Op): Registry {
  return new Registry(
    registry.plugins.map((plugin) => ({
      ...plugin,
      ...(plugin.ops && { ops: plugin.ops.map((old) => (old.name === op.name ? op : old)) }),
    })),
  );
}
