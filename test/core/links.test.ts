import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLinks } from "../../src/core/links/find-links.js";
import { addressOf, wordsOf } from "../../src/core/links/link.js";
import { ESCAPE_CORPUS } from "../support/escape-corpus.js";

const HASH = "a5qwz5gkljbxwgsp1ljq8r64i9qar0ck";

/** A text, and what it names. */
const SAMPLES: readonly (readonly [text: string, ...names: readonly string[]])[] = [
  [
    "see https://nixos.org/manual/#ch-1, or (http://x.org/a_(b)).",
    "https://nixos.org/manual/#ch-1",
    "http://x.org/a_(b)",
  ],
  ['url="https://e.org/?a=1&b=2" done', "https://e.org/?a=1&b=2"],
  ["error: undefined variable 'x' at /etc/nixos/web.nix:12:3:", "/etc/nixos/web.nix:12:3"],
  [`at /nix/store/${HASH}-source/modules/a.nix:7:21: expected`, `/nix/store/${HASH}-source/modules/a.nix:7:21`],
  [`building '/nix/store/${HASH}-zlib-1.3.1.drv'...`, `/nix/store/${HASH}-zlib-1.3.1.drv`],
  ["src/main.c:10:5: warning: unused", "src/main.c:10:5"],
  ["main.rs:3 panicked", "main.rs:3"],
  ['  File "/srv/app/main.py", line 42, in run', "/srv/app/main.py:42"],
  ["open /etc/nginx/nginx.conf: no such file", "/etc/nginx/nginx.conf"],
  ["Starting ls-db.service - Demo, sshd@1-2:22.service.", "ls-db.service", "sshd@1-2:22.service"],
  ["sshd[4711]: session of pid 4712 (PID=4713)", "process 4711", "process 4712", "process 4713"],
  ["Documentation: man:sshd(8) and systemd.unit(5)", "sshd(8)", "systemd.unit(5)"],
  ["GET /item/238 200 50ms at 12:30:05, 10.0.0.1:8080, example.com:443, 1:2:3"],
  ["javascript://x data://y https:// http://"],
];

describe("links in a text", () => {
  it("are addresses, files with their lines, store paths, units, processes and manual pages", () => {
    const found = SAMPLES.map(([text]) => [text, ...findLinks(text).map(({ link }) => wordsOf(link))]);
    expect(found).toEqual(SAMPLES);
  });

  it("lie in the text, in order, and name nothing but printable characters, whatever the text", () => {
    const part = fc.constantFrom(
      ...Array.from("/:.@()[]\"' =\\-~%?#&"),
      "https://",
      "file:///",
      "/nix/store/",
      HASH,
      "a.nix:1:2",
      "pid 1",
      "é",
      "\u001b]8;;http://e\u001b\\",
      ...ESCAPE_CORPUS,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        let last = 0;
        for (const { start, end, link } of findLinks(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(wordsOf(link)).toMatch(/^[\x20-\x7e]+$/);
          expect(addressOf(link) ?? "http://x").toMatch(/^(?:https?|file):\/\/[\x21-\x7e]+$/);
          last = end;
        }
      }),
    );
  });
});
