#!/usr/bin/env node
import { buildCheckout } from "./buildCheckout.js";

if (!buildCheckout()) process.exit(70);
const { start } = await import("../dist/start.js");
await start();
