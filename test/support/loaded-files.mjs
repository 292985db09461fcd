// Given to Node by `--import`: tells a file, named by LOADED_FILES, which files the program has loaded.
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

const loaded = new Set();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});
process.on("exit", () => writeFileSync(process.env.LOADED_FILES, JSON.stringify([...loaded])));
