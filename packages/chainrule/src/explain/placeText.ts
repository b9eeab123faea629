import { type Path, placeOf } from "@chainrule/core";
import type { Project } from "../project.js";

/** Says where a path of a spec is written: `line 14`, or `blocks.json, line 3` for what another file holds. */
export function placeText({ document }: Project): (path: Path) => string {
  const known = new Map<string, string>();
  return (path) => {
    const key = JSON.stringify(path);
    let place = known.get(key);
    if (place === undefined) {
      const { file, line } = placeOf(document, path);
      place = line === undefined ? "the spec" : `${file === document.file ? "" : `${file}, `}line ${line}`;
      known.set(key, place);
    }
    return place;
  };
}
