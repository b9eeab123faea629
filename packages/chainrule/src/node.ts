export * from "./files/loadPlugin.js";
export * from "./files/openFile.js";
export * from "./files/runFolder.js";
export { main } from "./cli.js";
export { exitCode, type Io, type Output } from "./terminal/io.js";
export { recordRun, type RecordOptions, runFiles } from "./recordRun.js";
