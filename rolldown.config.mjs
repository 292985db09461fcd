// One bundle of four entries (the program, the library, the engine's worker thread, the one that reads journals); the screen stays behind a dynamic import so that
// `logstream query` never loads React. Native and CommonJS-only packages stay outside.
import { fileURLToPath } from "node:url";
import { defineConfig } from "rolldown";

/**
 * What is loaded together lies together: finding a file takes Node longer than most of them take to run. Each group brings
 * what it needs along, unless one before it has that. `test/start-up.test.ts` holds what a command loads.
 */
const TOGETHER = [
  // What the command line itself is made of, and nearly all the others need.
  {
    name: "base",
    test: /\/src\/(?:lib\/|config\/|bytes\/|core\/[\w-]+\.ts$|core\/systemd\/|core\/query\/syntax\/nearest|cli\/(?:usage\/|shell|exit-code)|ui\/runtime\/watch-file)|rolldown\/runtime/,
  },
  {
    name: "journal",
    test: /\/src\/sources\/(?:structured|command\/find-program|journal\/(?:(?:arguments|boot|cursor|faults|journalctl)\.|files\/(?!query-selection)))/,
  },
  {
    name: "asking",
    test: /\/src\/(?:core\/query\/|engine\/environment|cli\/(?:flags-to-query|choose-store|query\/progress)|sources\/(?:registry|exec|file|journal|kernel|nix|stdin)\.ts$)/,
  },
  { name: "reading", test: /\/src\/(?:parse\/|pipeline\/scan\b)/ },
  { name: "templates", test: /\/src\/core\/template\// },
  { name: "theme", test: /\/src\/theme\// },
  {
    name: "answering",
    test: /\/src\/(?:library\/cursor|cli\/(?:query-files|question|query\/(?:answer\.|begin|finder)|output\/|entry-printer))/,
  },
  { name: "tables", test: /\/src\/core\/aggregate\// },
  { name: "processes", test: /\/node_modules\/execa\// },
  { name: "screen", test: /\/src\/ui\/run\.tsx?$/ },
  { name: "store", test: /\/src\/(?:store\/|engine\/store-reader)/ },
];

/**
 * What commander asks of Node when it is loaded, for what we never do with it (subcommands that are programs of their
 * own): loading that took longer than commander itself.
 */
const LEAN_NODE = {
  "node:child_process": "export default {};",
  "node:process": "export default globalThis.process;",
  "node:util":
    'export const stripVTControlCharacters = (text) => process.getBuiltinModule("node:util").stripVTControlCharacters(text);',
};

/** The tables of re2js take longer to make than most answers; a word is found without them. Made at the first pattern. */
const LATE_RE2 = `
  let made;
  const re2 = () => (made ??= require("re2js/build/index.cjs"));
  export const RE2JS = {
    compile: (...given) => re2().RE2JS.compile(...given),
    get CASE_INSENSITIVE() { return re2().RE2JS.CASE_INSENSITIVE; },
    get DOTALL() { return re2().RE2JS.DOTALL; },
    get MULTILINE() { return re2().RE2JS.MULTILINE; },
  };
  export const RE2JSException = { [Symbol.hasInstance]: (value) => value instanceof re2().RE2JSException };
  export const RE2JSSyntaxException = { [Symbol.hasInstance]: (value) => value instanceof re2().RE2JSSyntaxException };
`;

const re2File = fileURLToPath(new URL("node_modules/re2js/build/index.cjs", import.meta.url));

/** Packages as they lie in the bundle: the same, but not made before they are wanted. */
const latePackages = {
  name: "late-packages",
  resolveId(id, importer = "") {
    if (id in LEAN_NODE && importer.includes("/commander/")) return `\0late:${id}`;
    if (id === "re2js") return "\0late:re2js";
    return id === "re2js/build/index.cjs" ? re2File : undefined;
  },
  load(id) {
    if (id === "\0late:re2js") return LATE_RE2;
    return id.startsWith("\0late:") ? LEAN_NODE[id.slice("\0late:".length)] : undefined;
  },
};

export default defineConfig({
  input: {
    main: "src/main.ts",
    index: "src/index.ts",
    "engine-worker": "src/engine/worker.ts",
    "journal-reading": "src/sources/journal/thread/reading-worker.ts",
  },
  platform: "node",
  plugins: [latePackages],
  external: ["better-sqlite3", "blessed", /^blessed-contrib\//, "react-devtools-core"],
  transform: { define: { "process.env.NODE_ENV": '"production"' } },
  output: {
    dir: "dist",
    format: "esm",
    minify: true,
    cleanDir: true,
    // Without a hash: compiled code is kept by name, and what an upgrade left behind would stay for ever.
    chunkFileNames: "[name].js",
    sourcemap: false,
    codeSplitting: { groups: TOGETHER.map((group, index) => ({ ...group, priority: TOGETHER.length - index })) },
  },
});
