import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { probeSources } from "../../src/sources/probe.js";
import { inject, missingForKmsg } from "../support/kmsg.js";
import { missingForJournald, startRealJournald } from "../support/real-journald.js";
import { runSource } from "../support/source-run.js";
import { journal } from "../../src/sources/journal.js";

const missing = (await missingForJournald()) ?? missingForKmsg();

const path = process.env["PATH"];
let folder = "";
afterEach(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true, force: true });
});

/** A PATH on which journalctl is the real one, for a machine whose journal lies in the directory. */
function onMachineWith(directory: string): void {
  folder = mkdtempSync(join(tmpdir(), "logstream-path-"));
  const real = execFileSync("sh", ["-c", "command -v journalctl"]).toString().trim();
  const script = `#!/bin/sh\nexec ${real} --directory="${directory}" "$@"\n`;
  writeFileSync(join(folder, "journalctl"), script, { mode: 0o755 });
  process.env["PATH"] = `${folder}:${path ?? ""}`;
}

describe("what can be read on this machine", () => {
  it("says of each kind whether it is watched, and in one line why or why not", async () => {
    const probes = await probeSources();
    const specs = probes.map(({ spec }) => spec);
    expect(specs.slice(0, 3)).toEqual(["journal:", "kernel:", "nix:"]);
    expect(specs.slice(3)).toEqual(specs.length > 3 ? ["nix:socket"] : []);
    for (const { summary, fault, chosen } of probes) {
      expect(summary).toMatch(/^[^\n]{10,}[^.\n]$/);
      if (!chosen && fault !== undefined) expect([fault.message, fault.hint]).not.toContain("");
    }
  });

  it("says that journalctl is missing", async () => {
    process.env["PATH"] = "/nowhere";
    const [probe] = await probeSources();
    expect(probe).toMatchObject({ chosen: false, fault: { code: "missing-program" } });
  });

  it.skipIf(missing !== undefined)(
    "reads the kernel beside a journal that brings its messages, and says so",
    async () => {
      for (const kernel of [true, false]) {
        const journald = await startRealJournald({ kernel });
        inject(6, "logstream-probe: here");
        const opened = await journal.open(`dir=${journald.directory}`, {
          follow: true,
          history: undefined,
          since: undefined,
        });
        const run = runSource(
          opened.ok ? (opened.value[0] ?? expect.fail("no source")) : expect.fail(opened.fault.message),
        );
        await journald.say("probe");
        await run.until(() => run.texts().includes("probe"));
        await run.stop();
        onMachineWith(journald.directory);
        const probes = await probeSources();
        process.env["PATH"] = path;
        expect(probes.slice(0, 2).map(({ chosen }) => chosen)).toEqual([true, true]);
        expect(probes[1]?.summary.includes("journal")).toBe(kernel);
        await journald.stop();
      }
    },
  );

  it.skipIf(missing !== undefined)("finds no journal where none is, and says so", async () => {
    const empty = mkdtempSync(join(tmpdir(), "logstream-empty-"));
    onMachineWith(empty);
    const [probe] = await probeSources();
    expect(probe).toMatchObject({ chosen: false, fault: { code: "not-found" } });
    rmSync(empty, { recursive: true });
  });
});
