// chainrule. `node chainrule.js [ENGINE]`: wasm or reference.
import { serve } from "../lib/serve.js";
import { trainer } from "../lib/trainer.js";

await serve((row, data) => trainer(row, data, process.argv[2] ?? "reference"));
