import { z } from "zod";
import type { Json } from "../graph.js";

/** The form of any JSON data. */
export const jsonForm: z.ZodType<Json> = z.json() as z.ZodType<Json>;
