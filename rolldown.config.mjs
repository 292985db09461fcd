// One bundle of four entries (the program, the library, the engine's worker thread, the one that reads journals); the screen stays behind a dynamic import so that
// `logstream query` never loads React. Native and CommonJS-only packages stay outside.
import { defineConfig } from "rolldown";

export default defineConfig({
  input: {
    main: "src/main.ts",
    index: "src/index.ts",
    "engine-worker": "src/engine/worker.ts",
    "journal-reading": "src/sources/journal/thread/reading-worker.ts",
  },
  platform: "node",
  external: ["better-sqlite3", "react-devtools-core"],
  transform: { define: { "process.env.NODE_ENV": '"production"' } },
  output: { dir: "dist", format: "esm", minify: true, cleanDir: true, sourcemap: false },
});
