import { describe, expect, it } from "vitest";
import { describe as describeRecord } from "../../src/parse/describe.js";
import { parseAll } from "../support/raw-lines.js";

/** The number of lines of each entry. */
const spans = (text: string) => parseAll(text).map(({ lines }) => lines);
const block = (...lines: readonly string[]) => `${lines.join("\n")}\n`;

const PYTHON = block(
  "Traceback (most recent call last):",
  '  File "app.py", line 3, in <module>',
  "    main()",
  "KeyError: 'a'",
  "",
  "During handling of the above exception, another exception occurred:",
  "",
  "Traceback (most recent call last):",
  '  File "app.py", line 5, in <module>',
  "RuntimeError: worse",
);
const JAVA = block(
  'Exception in thread "main" java.lang.RuntimeException: boom',
  "\tat com.example.Foo.bar(Foo.java:12)",
  "\tat com.example.Main.main(Main.java:3)",
  "Caused by: java.io.IOException: gone",
  "\tat com.example.Io.read(Io.java:7)",
  "\t... 2 more",
);
const GO = block(
  "panic: runtime error: invalid memory address or nil pointer dereference",
  "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45]",
  "",
  "goroutine 1 [running]:",
  "main.(*server).handle(0x0)",
  "\t/src/main.go:12 +0x1d",
  "main.main()",
  "\t/src/main.go:5 +0x17",
  "exit status 2",
);
const NODE = block(
  "/srv/app/index.js:10",
  '    throw new Error("boom");',
  "    ^",
  "",
  "Error: boom",
  "    at Object.<anonymous> (/srv/app/index.js:10:9)",
  "    at node:internal/main:28:49 {",
  "  code: 'E1'",
  "}",
  "",
  "Node.js v24.21.0",
);
const RUST = block(
  "thread 'main' panicked at src/main.rs:2:5:",
  "index out of bounds: the len is 1 but the index is 5",
  "stack backtrace:",
  "   0: rust_begin_unwind",
  "             at /rustc/lib/std/src/panicking.rs:662:5",
  "note: run with `RUST_BACKTRACE=full` for a verbose backtrace",
);
const NIX = block(
  "error:",
  "       … while calling the 'import' builtin",
  "         at /etc/nixos/demo.nix:68:19:",
  "           68|   evalUndefined = import ./undefined.nix;",
  "             |                   ^",
  "",
  "       error: undefined variable 'undefinedVariable'",
);
const BLOCKS = { PYTHON, JAVA, GO, NODE, RUST, NIX };

describe("joining lines in plain text", () => {
  for (const [name, text] of Object.entries(BLOCKS)) {
    const size = text.split("\n").length - 1;
    it(`makes one entry of a traceback: ${name.toLowerCase()}`, () => {
      expect(spans(`before\n${text}after it\nand more\n`)).toEqual([1, size, 1, 1]);
    });

    it(`calls it an error: ${name.toLowerCase()}`, () => {
      expect(["error", "critical"]).toContain(parseAll(text)[0]?.level);
    });
  }

  it("joins an indented list to the line above it, and a blank line to nothing", () => {
    const text = block(
      "these 2 derivations will be built:",
      "  /nix/store/a.drv",
      "  /nix/store/b.drv",
      "",
      "building",
    );
    expect(spans(text)).toEqual([3, 1, 1]);
  });

  it("does not heap up lines that are all indented", () => {
    expect(spans("     12 foo\n    345 bar\n      1 baz\n")).toEqual([1, 1, 1]);
  });

  it("finds the level of a block in its first lines", () => {
    expect(parseAll("f15.c: In function 'main':\n  f15.c:3:5: error: undeclared\n")[0]?.level).toBe("error");
  });
});

describe("joining lines in formats of several lines", () => {
  const HEADS = {
    java: "2026-11-21 11:00:00,000 ERROR [main] c.e.Foo: request failed",
    python: "2026-11-21 11:00:00,000 - app - ERROR - request failed",
    klog: "E1121 11:00:00.000000       7 server.go:1] request failed",
    iso: "2026-11-21 11:00:00 ERROR request failed",
  };
  for (const [format, head] of Object.entries(HEADS)) {
    it(`makes one entry of a ${format} line and what follows`, () => {
      for (const text of [PYTHON, JAVA, NODE]) {
        const entries = parseAll(`${head}\n${text}${head}\n`);
        const size = text.split("\n").length;
        expect(entries.map((entry) => [entry.format, entry.lines])).toEqual([
          [format, size],
          [format, 1],
        ]);
        const { message } = describeRecord(format, entries[0]?.text ?? "", undefined);
        expect(message).toBe(`request failed\n${text.trimEnd()}`);
      }
    });
  }

  it("joins any line, but not one that is the head of another message", () => {
    const head = HEADS.iso;
    expect(spans(block(head, "SELECT *", "FROM t", head))).toEqual([3, 1]);
    expect(spans(block(head, "error: something else", "  in a block", head))).toEqual([1, 2, 1]);
    expect(spans(`${head}\n${GO}`)).toEqual([1, 9]);
  });

  it("joins only indented lines and catalogue text to syslog", () => {
    const head = "Nov 21 11:00:00 h systemd[1]: Failed to start x.service.";
    expect(spans(block(head, "░░ Subject: A start job has failed", "░░ ", head))).toEqual([3, 1]);
    expect(spans(block(head, "      second line of the message", head))).toEqual([2, 1]);
    expect(spans(block(head, "-- Boot 1234 --", head))).toEqual([1, 1, 1]);
  });

  it("joins nothing to formats of one line", () => {
    expect(spans(block('{"msg":"a","time":"2026-11-21T11:00:00Z"}', "  stray", '{"msg":"b"}'))).toEqual([1, 1, 1]);
  });

  it("stops joining whatever comes when the format no longer fits", () => {
    const entries = parseAll(`${HEADS.iso}\n${"words without a time\n".repeat(200)}`);
    expect(entries.length).toBeGreaterThan(50);
  });
});
