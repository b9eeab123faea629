import { type Engine, Registry, State, stateHash } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";
import { goldenNetworks } from "./networks.js";
import { trainGolden } from "./train.js";

/** Everything that the golden networks are made of. */
export const goldenRegistry = new Registry([builtin, optimPlugin]);

/**
 * Trains the ten golden networks; gives SHA-256, in hex, of each one's parameters and slots: their bytes, little-endian as
 * in the memory of every JavaScript engine, every NaN with the same bits.
 */
export function goldenHashes(engine: Engine): Record<string, string> {
  return Object.fromEntries(
    Object.entries(goldenNetworks).map(([name, network]) => [
      name,
      canonicalHash(trainGolden(network, engine, goldenRegistry).state),
    ]),
  );
}

/** The hash of a state in which every NaN has the bits of NaN itself. */
export function canonicalHash(state: State): string {
  const canonical = state.ids().map((id) => {
    const tensor = state.read(id);
    tensor.data.forEach((x, i) => {
      if (Number.isNaN(x)) tensor.data[i] = NaN;
    });
    return [id, tensor] as const;
  });
  return stateHash(new State(canonical));
}
