import { resolve } from "node:path";
import { failed, type Fault, ok } from "../../core/fault.js";
import { counted } from "../../lib/counted.js";
import { sizeText } from "../../lib/size-text.js";
import { visible } from "../../lib/visible.js";
import { sizeOf } from "../../store/keeping/archive-file.js";
import { momentOf } from "../engine-config.js";
import { ExitCode } from "../exit-code.js";
import { safeJson } from "../output/json-text.js";
import { write } from "../shell.js";
import { eachOf, STORE_JSON_VERSION, type StoreAction, wantsJson } from "./action.js";

export const archive: StoreAction = {
  changes: true,
  run: async (invocation, store) => {
    const { settings, shell } = invocation;
    if (settings.before === undefined) return failed(NO_MOMENT);
    const before = momentOf("--before", settings.before);
    if (!before.ok) return before;
    const file = settings.to === undefined ? undefined : resolve(settings.to);
    const moved = new Map<string, number>();
    const fault = await eachOf(
      store.archive(before.value, file),
      (part) => moved.set(part.file, (moved.get(part.file) ?? 0) + part.entries),
      shell.signal,
    );
    if (fault !== undefined) return failed(fault);
    store.settle();
    const parts = [...moved].map(([path, entries]) => ({ path, entries, bytes: sizeOf(path) }));
    if (wantsJson(invocation)) await write(shell, `${safeJson({ v: STORE_JSON_VERSION, archives: parts })}\n`);
    else for (const part of parts) await write(shell, partText(part));
    if (parts.length === 0) shell.stderr.write("logstream: no whole block is older than that; nothing was moved\n");
    return ok(ExitCode.done);
  },
};

type Part = { readonly path: string; readonly entries: number; readonly bytes: number };

function partText({ path, entries, bytes }: Part): string {
  return `${visible(path)}: ${counted(entries)} entries moved, ${sizeText(bytes)} in all\n`;
}

const NO_MOMENT: Fault = {
  code: "usage",
  message: "archive must know what is old",
  hint: "say for example: logstream store archive --before -30d",
};
