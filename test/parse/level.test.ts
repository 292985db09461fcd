import { describe, expect, it } from "vitest";
import { LEVELS } from "../../src/core/level.js";
import { guessLevel } from "../../src/parse/level.js";
import { parseAll } from "../support/raw-lines.js";

const level = (text: string) => LEVELS[guessLevel(text, 0)] ?? "none";

const CASES: Readonly<Record<string, readonly string[]>> = {
  critical: [
    "panic: runtime error: index out of range",
    "Out of memory: Killed process 1069 (perl)",
    "foo[123]: segfault at 0 ip 0000 sp 0000 error 4",
    "oom-kill:constraint=CONSTRAINT_MEMCG",
    "Process 17 (sh) of user 0 dumped core.",
    "FATAL: database is locked",
    "fatal: not a git repository",
  ],
  error: [
    "error: builder for '/nix/store/v7prcbdd1rc1vhyl0r16nfm4fwa6rsr1-fail-1.0.drv' failed with exit code 2;",
    "f15.c:3:5: error: implicit declaration of function 'foo'",
    "ValueError: invalid literal",
    "java.lang.NullPointerException: x is null",
    "Failed to start ls-db.service - Demo database",
    "Failed password for root from 10.0.0.9",
    "connect() failed (111: Connection refused)",
    "make: *** [Makefile:12: f15.o] Error 1",
    "Traceback (most recent call last):",
    "[error] worker died",
    "ERROR something",
    "status=error user=7",
    "level=error msg=x",
    "3 errors found",
    "10 failed, 2 passed",
    "error: 0x80070005",
    "an error. Then more",
  ],
  warning: [
    "warning: unused variable 'x'",
    "warning: error: unable to download 'https://example.org'; retrying in 300 ms",
    "upstream timeout while reading",
    "WARN pool nearly empty",
    "foo is deprecated",
    "error (ignored): cannot unlink '/nix/var': Device or resource busy",
    "<warn>  [1700000.1] dhcp4: lease expired",
  ],
  notice: ["NOTICE: table will be rewritten", "[notice] ready"],
  info: [
    "INFO task failed successfully",
    "[info] all errors were handled",
    'time=1 level="info" error=none',
    "Info: ok",
  ],
  debug: ["DEBUG x", "trace: y", "[DEBUG] z"],
  none: [
    "no errors",
    "0 failed",
    "error: 0",
    "errors=0 warnings=0",
    "without any errors",
    "completed without error",
    "0 errors, 0 warnings",
    '"error": null, "ok": true',
    "err=nil",
    "copying path '/nix/store/abc-libgpg-error-1.50' from 'https://cache.nixos.org'",
    "/var/log/error.log rotated",
    "GET /errors/404.html",
    "error_handler registered",
    "fail2ban started",
    "information about debugging",
    "terror and panicky",
    "failover complete",
    "Starting daemon",
    "",
  ],
};

describe("levels read from words", () => {
  for (const [expected, texts] of Object.entries(CASES)) {
    for (const text of texts)
      it(`is ${expected} for ${JSON.stringify(text)}`, () => expect(level(text)).toBe(expected));
  }

  it("looks at the beginning of a long line only", () => {
    expect(level(`${"x ".repeat(3_000)} error`)).toBe("none");
    expect(level(`${"x ".repeat(1_000)} error`)).toBe("error");
  });

  it("marks a guessed level, and leaves one that the format gives alone", () => {
    const [guessed, given] = parseAll("Nov 21 11:00:00 h a: it failed\n<14>Nov 21 11:00:00 h a: it failed\n");
    expect([guessed?.level, (guessed?.marks ?? 0) & 128]).toEqual(["error", 128]);
    expect([given?.level, (given?.marks ?? 0) & 128]).toEqual(["info", 0]);
  });
});
