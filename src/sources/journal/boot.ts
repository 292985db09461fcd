import { readFileSync } from "node:fs";
import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import type { JournalArguments } from "./arguments.js";
import { askJournalctl } from "./journalctl.js";

/**
 * Puts the boot's id in place of `0`, `-1` and the like, so that the source means the same boot tomorrow. For this
 * machine's own journal `0` is the running boot; in a directory it is the newest there.
 */
export async function resolveBoot(asked: JournalArguments): Promise<Result<JournalArguments>> {
  const { boot, directory } = asked;
  if (boot === undefined || boot.length === 32) return ok(asked);
  if (Number(boot) === 0 && directory === undefined) {
    const running = runningBoot();
    if (running !== undefined) return ok({ ...asked, boot: running });
  }
  const flags = directory === undefined ? [] : [`--directory=${directory}`];
  const listed = await askJournalctl(["--no-pager", "--quiet", "--list-boots", ...flags]);
  const boots = bootsIn(new TextDecoder().decode(listed.answer));
  const number = Number(boot);
  // As journalctl counts: 1 is the oldest, 0 the newest, -1 the one before it. The list has the oldest first.
  const id = number > 0 ? boots[number - 1]?.id : boots.find(({ offset }) => offset === number)?.id;
  return id === undefined ? failed(noBoot(boot, boots.length)) : ok({ ...asked, boot: id });
}

/** The id of the running boot as the journal writes it; undefined without /proc. */
export function runningBoot(): string | undefined {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim().replaceAll("-", "");
  } catch {
    // No /proc here: whoever asks goes on without the id.
    return undefined;
  }
}

/** Lines such as ` -1 5f0c… Sat 2026-11-21 …`; headings (systemd 254) fall through. */
function bootsIn(text: string): readonly { readonly offset: number; readonly id: string }[] {
  return [...text.matchAll(/^\s*(-?\d+)\s+([0-9a-f]{32})\b/gm)].map(([, offset, id]) => ({
    offset: Number(offset),
    id: id ?? "",
  }));
}

function noBoot(boot: string, known: number): Fault {
  const hint =
    known === 0 ? "no boot is in this journal" : `it holds ${known}; list them with: journalctl --list-boots`;
  return { code: "not-found", message: `the journal has no boot "${boot}"`, hint };
}
