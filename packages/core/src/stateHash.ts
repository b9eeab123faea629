import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { State } from "./state.js";

/**
 * SHA-256, in hex, of everything that a state holds: for each id, in the order of their UTF-16 code units, one
 * line of JSON `[id, dtype, shape]` and the tensor's bytes as they are in memory. Ids without a value are left
 * out. Equal states give equal hashes, in whatever order their ids came.
 */
export function stateHash(state: State): string {
  const unset = new Set(state.unset());
  const hash = sha256.create();
  for (const id of state.ids().sort()) {
    if (unset.has(id)) continue;
    const { dtype, shape, data } = state.peek(id);
    hash.update(utf8ToBytes(`${JSON.stringify([id, dtype, shape])}\n`));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return bytesToHex(hash.digest());
}
