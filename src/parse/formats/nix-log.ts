import type { Format } from "../format.js";

/** Nix's letters for names; a dash at the end would be the arrow of some other language. */
const OWNED = /^([A-Za-z][A-Za-z0-9+._?=-]{0,80}[A-Za-z0-9+._])(?: \(post\))?> /;

/** What `nix build -L` writes: each line of a build's log behind the derivation's name, without its version. */
export const nixLog: Format = {
  name: "nix-log",
  summary: "Build logs as nix build -L prints them",
  confidence: 0.5,
  parse(line) {
    const match = OWNED.exec(line);
    return match === null ? undefined : { identifier: match[1], message: match[0].length };
  },
  fields: () => ({}),
  samples: [
    {
      line: "zlib> checking whether the C compiler works... yes",
      gives: { identifier: "zlib", message: "checking whether the C compiler works... yes" },
    },
    {
      line: "hello-ok (post)> uploading",
      gives: { identifier: "hello-ok", message: "uploading" },
    },
  ],
};
