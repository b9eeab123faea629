import { type Plugin, type Problem, type Registry } from "@chainrule/core";

/** What is missing or of another version, of the plugins that a spec needs. */
export function pluginProblems(needed: Readonly<Record<string, number>>, registry: Registry): Problem[] {
  return Object.entries(needed).flatMap(([name, version]) => {
    const loaded = registry.plugins.filter((plugin) => plugin.name === name);
    if (loaded.some((plugin) => plugin.version === version)) return [];
    const problem: Problem = {
      code: "missing-plugin",
      path: ["plugins", name],
      got: loaded.length === 0 ? `${name} is not loaded` : `${name} ${versions(loaded)}`,
      need: `${name} ${version}`,
      try: "--plugin PATH",
    };
    return [problem];
  });
}

function versions(plugins: readonly Plugin[]): string {
  return plugins.map(({ version }) => version).join(" and ");
}
