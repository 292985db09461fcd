import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { readConfigText } from "../../config/settings.js";
import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import { visible } from "../../lib/visible.js";
import type { Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { sayNote, type Shell } from "../shell.js";
import { installedEditor, namedEditor } from "../../ui/outside/editor.js";
import { problemLines, problemsIn } from "./problems.js";
import { configSchema } from "./schema.js";
import { starterConfig } from "./starter.js";

/** Opens the file in the user's editor, again and again while there are faults in it and they want to. */
export async function editFile(invocation: Invocation): Promise<Result<ExitCode>> {
  const { configPath: path, args, shell } = invocation;
  const file = args[0] ?? path;
  const editor = namedEditor(shell.environment) ?? (await installedEditor(shell.environment));
  if (editor === undefined) return failed(NO_EDITOR);
  const fault = prepared(file);
  if (fault !== undefined) return failed(fault);
  for (;;) {
    const ended = await edited(editor, file, shell);
    if (!ended.ok) return ended;
    const text = readConfigText(file);
    if (!text.ok) return text;
    const problems = problemsIn(text.value ?? "{}");
    if (problems.length === 0) {
      sayNote(invocation, `${file} has no faults`);
      return ok(ExitCode.done);
    }
    shell.stderr.write(problemLines(file, problems).split("\n").map(visible).join("\n"));
    if (!(await wantsMore(shell))) return ok(ExitCode.fault);
  }
}

const NO_EDITOR: Fault = {
  code: "missing-program",
  message: "there is no editor: neither VISUAL nor EDITOR is set",
  hint: "say EDITOR=nano logstream config --edit, or open the file that `logstream config` names",
};

/** Makes a file to begin with where there is none, and the schema beside it, which editors complete by. */
function prepared(file: string): Fault | undefined {
  try {
    if (existsSync(file)) accessSync(file, constants.W_OK);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, starterConfig());
    }
  } catch (cause) {
    return notWritable(file, cause);
  }
  try {
    writeFileSync(join(dirname(file), "config.schema.json"), `${JSON.stringify(configSchema(), undefined, 2)}\n`);
  } catch {
    // It only helps.
  }
  return undefined;
}

function notWritable(file: string, cause: unknown): Fault {
  const real = existsSync(file) ? realpathSync(file) : file;
  const hint = real.startsWith("/nix/store/")
    ? `it is ${real}: change it where your NixOS or home-manager configuration sets it`
    : "let it be a file that you may write to";
  return { code: "no-permission", message: `you may not change ${file}`, hint, cause };
}

async function edited(editor: string, file: string, shell: Shell): Promise<Result<undefined>> {
  const giveBack = shell.leaveSignals();
  try {
    // What the variables hold is a command of the shell, as git has it.
    const child = spawn("/bin/sh", ["-c", `${editor} "$@"`, "sh", file], {
      stdio: "inherit",
      env: { ...shell.environment },
    });
    const [code]: readonly unknown[] = await once(child, "exit");
    if (code === 0) return ok(undefined);
    const hint = "set VISUAL or EDITOR to a command that opens a file";
    return failed({ code: "missing-program", message: `'${editor}' ended with ${String(code)}`, hint });
  } finally {
    giveBack();
  }
}

/** Only where somebody can answer. */
async function wantsMore({ stdin, stderr, signal }: Shell): Promise<boolean> {
  if (!stdin.isTTY) return false;
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await lines.question("Edit it again? [Y/n] ", { signal });
    return !/^\s*n/i.test(answer);
  } catch {
    return false;
  } finally {
    lines.close();
  }
}
