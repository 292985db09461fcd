import type { Fields } from "../../core/entry.js";
import { micros } from "../../core/time.js";
import type { Format } from "../format.js";
import { instantOf } from "../instant.js";
import { scanLevelWord } from "../level-word.js";
import { pidOf } from "../tag.js";
import { scanCtime } from "../timestamp.js";

const PROCESS = /\[pid (\d{1,10})(?::tid \d{1,20})?\] ?/y;
const CLIENT = /\[client ([^\]\s]{1,120})\]/;
const MODULE = /^.{20,34}\] \[(\w{1,40}):\w{1,10}\]/;
const HEAD = 256;

/** `[Sat Nov 21 12:00:00 2026] text`: Apache's error log (with `[level]` or `[module:level] [pid n]`) and `dmesg -T`. */
export const ctime: Format = {
  name: "ctime",
  summary: "Lines with a bracketed C date: Apache error log, dmesg -T",
  confidence: 0.93,
  multiline: "indented",
  parse(line, context) {
    if (line.charCodeAt(0) !== 91) return undefined;
    const stamp = scanCtime(line, 1);
    if (stamp === undefined || line.charCodeAt(stamp.end) !== 93) return undefined;
    const word = scanLevelWord(line, stamp.end + 1);
    PROCESS.lastIndex = word.end;
    const process = PROCESS.exec(line);
    return {
      at: instantOf(stamp, context),
      level: word.level,
      pid: pidOf(process?.[1]),
      message: process === null ? word.end : PROCESS.lastIndex,
    };
  },
  fields(text) {
    const head = text.slice(0, HEAD);
    const module = MODULE.exec(head)?.[1];
    const client = CLIENT.exec(head)?.[1];
    return {
      ...(module === undefined ? {} : { module }),
      ...(client === undefined ? {} : { client }),
    } satisfies Fields;
  },
  samples: [
    {
      line: "[Sun Dec 04 04:47:44 2005] [notice] workerEnv.init() ok /etc/httpd/conf/workers2.properties",
      gives: {
        at: micros(1_133_671_664_000_000),
        level: "notice",
        message: "workerEnv.init() ok /etc/httpd/conf/workers2.properties",
      },
    },
    {
      line: "[Sat Nov 21 10:42:29.902022 2026] [core:error] [pid 35708:tid 4328636416] [client 192.0.2.9:80] AH00037: File does not exist",
      gives: {
        at: micros(1_795_257_749_902_022),
        level: "error",
        pid: 35_708,
        message: "[client 192.0.2.9:80] AH00037: File does not exist",
      },
    },
    {
      line: "[Sat Nov 21 01:34:01 2026] EXT4-fs (vda): mounted filesystem",
      gives: { at: micros(1_795_224_841_000_000), message: "EXT4-fs (vda): mounted filesystem" },
    },
  ],
};
