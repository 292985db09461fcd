import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { environmentOf, PROGRAM, temporaryHome } from "../support/program.js";

const run = promisify(execFile);
const home = temporaryHome();
afterAll(() => home.remove());

/** A Node of this machine that is too old for the program, if it has one. */
async function oldNode(): Promise<string | undefined> {
  for (const path of ["/usr/bin/node", "/usr/bin/nodejs", "/usr/local/bin/node"]) {
    const version = await run(path, ["--version"]).catch(() => undefined);
    if (version !== undefined && /^v(?:1\d|20|21)\./.test(version.stdout)) return path;
  }
  console.warn("NOT TESTED: how the program starts under an old Node, for this machine has none");
  return undefined;
}

const old = (await oldNode()) ?? "";

describe.skipIf(old === "")("started by an old Node", () => {
  it("runs under the project's own, with its input, output, signals and exit code", async () => {
    const { stdout } = await run(old, [PROGRAM, "--version"], { env: environmentOf(home) });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const failed = run(old, [PROGRAM, "query", "(("], { env: environmentOf(home) });
    await expect(failed).rejects.toMatchObject({ code: 2, stdout: "" });
  });

  it("says in two lines what is needed where there is no other", async () => {
    const env = environmentOf(home, { LOGSTREAM_REEXEC: "1" });
    const refused = run(old, [PROGRAM, "--version"], { env });
    await expect(refused).rejects.toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^logstream: needs Node\.js 22\.15 or newer, this is v\S+\n {2}\S.*\n$/),
    });
  });
});
