import { failed, ok, type Result } from "../../core/fault.js";
import type { Invocation } from "../command.js";

/** Only when it is said here: the format that somebody likes for entries is not one for a command's output. */
export function wantsJson({ settings, origins }: Pick<Invocation, "settings" | "origins">): Result<boolean> {
  if (settings.json) return ok(true);
  if (origins.output.origin !== "command line") return ok(false);
  if (settings.output === "json" || settings.output === "ndjson") return ok(true);
  const message = `the output of a command cannot be written as '${settings.output}'`;
  return failed({ code: "usage", message, hint: "use -o json for events, or leave -o out to pass it on as it is" });
}
