import type { Format } from "../format.js";
import { access } from "./access.js";
import { ctime } from "./ctime.js";
import { dmesg } from "./dmesg.js";
import { iso } from "./iso.js";
import { java } from "./java.js";
import { journalJson } from "./journal-json.js";
import { journal } from "./journal.js";
import { json } from "./json.js";
import { klog } from "./klog.js";
import { kmsg } from "./kmsg.js";
import { logfmt } from "./logfmt.js";
import { nixLog } from "./nix-log.js";
import { nix } from "./nix.js";
import { plain } from "./plain.js";
import { python } from "./python.js";
import { syslog5424 } from "./syslog-5424.js";
import { syslogIso } from "./syslog-iso.js";
import { syslog } from "./syslog.js";

/** Every format, in the order that breaks ties: the particular before the general, `plain` last. At most 31. */
export const FORMATS: readonly Format[] = [
  journal,
  journalJson,
  kmsg,
  nix,
  syslog5424,
  access,
  klog,
  dmesg,
  ctime,
  syslogIso,
  syslog,
  java,
  python,
  json,
  logfmt,
  iso,
  nixLog,
  plain,
];

const BY_NAME = new Map(FORMATS.map((format) => [format.name, format]));

/** The format of that name; entries kept by another version may name one that is not known here. */
export function formatNamed(name: string): Format | undefined {
  return BY_NAME.get(name);
}
