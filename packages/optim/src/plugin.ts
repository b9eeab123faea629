import { builtinName, definePlugin } from "@chainrule/core";
import { adamOptimiser } from "./optimisers/adam.js";
import { momentumOptimiser } from "./optimisers/momentum.js";
import { sgdOptimiser } from "./optimisers/sgd.js";
import { constantSchedule } from "./schedules/constant.js";
import { cosineSchedule } from "./schedules/cosine.js";
import { stepSchedule } from "./schedules/step.js";
import { closedFormSolver } from "./solvers/closedForm.js";

/** The optimisers, solvers and schedules of this package, for a registry: `new Registry([…, optimPlugin])`. */
export const optimPlugin = definePlugin({
  name: builtinName,
  version: 1,
  optimisers: [sgdOptimiser, momentumOptimiser, adamOptimiser],
  solvers: [closedFormSolver],
  schedules: [constantSchedule, stepSchedule, cosineSchedule],
});
