import type { Migration } from "./registry.js";

/** By its process id a person finds the collector that holds a source. */
export const collectorPid: Migration = {
  version: 6,
  sql: "ALTER TABLE collector ADD COLUMN pid INTEGER;",
};
