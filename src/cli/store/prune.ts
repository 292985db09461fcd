import { failed, ok } from "../../core/fault.js";
import { keepLimits } from "../../core/keep.js";
import { counted } from "../../lib/counted.js";
import { sizeText } from "../../lib/size-text.js";
import { visible } from "../../lib/visible.js";
import { ExitCode } from "../exit-code.js";
import { safeJson } from "../output/json-text.js";
import { write } from "../shell.js";
import { eachOf, STORE_JSON_VERSION, type StoreAction, wantsJson } from "./action.js";

export const prune: StoreAction = {
  changes: true,
  run: async (invocation, store) => {
    const { settings, shell } = invocation;
    const limits = keepLimits(settings.keepDays, settings.keepSize);
    if (!limits.ok) return limits;
    const before = store.figures().fileBytes;
    const removed = new Map<string, number>();
    const fault = await eachOf(
      store.prune(limits.value),
      (step) => {
        for (const { source, entries } of step.removed) removed.set(source, (removed.get(source) ?? 0) + entries);
      },
      shell.signal,
    );
    if (fault !== undefined) return failed(fault);
    store.settle();
    const after = store.figures().fileBytes;
    if (wantsJson(invocation)) {
      const document = {
        v: STORE_JSON_VERSION,
        removed: Object.fromEntries(removed),
        bytesBefore: before,
        bytesAfter: after,
      };
      await write(shell, `${safeJson(document)}\n`);
      return ok(ExitCode.done);
    }
    for (const [source, entries] of removed)
      await write(shell, `${counted(entries)} entries of ${visible(source)} removed\n`);
    if (removed.size === 0) await write(shell, "nothing is beyond what is kept\n");
    await write(shell, `the store takes ${sizeText(after)}, before ${sizeText(before)}\n`);
    return ok(ExitCode.done);
  },
};
