import type { Fields } from "../../core/entry.js";
import { levelFromName } from "../../core/level.js";
import { micros } from "../../core/time.js";
import type { Format } from "../format.js";
import { instantOf, instantOfClock } from "../instant.js";
import { pidOf } from "../tag.js";
import { scanClock, scanIso } from "../timestamp.js";

const LEVEL = "(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)";
/** Thread names may hold brackets of their own: `[QuorumPeer[myid=1]/0:0:2181]`. */
const THREAD = String.raw`\[ {0,40}([^[\]]{0,120}(?:\[[^[\]]{0,80}\][^[\]]{0,120}){0,3})\]`;
const LOGGER = String.raw`([\w$.[\]/-]{1,160})`;

/** The four orders in use; groups are named by `ORDERS`. */
const SHAPES = [
  // Spring Boot: `  INFO 1 --- [app] [main] c.e.Foo : text`.
  String.raw`[ \t]{1,4}${LEVEL} (\d{1,10}) --- (?:\[[^\]]{0,60}\] )?${THREAD} ${LOGGER} {0,60}: ?`,
  // logback's default and log4j's `[%t] %-5p %c - %m`.
  String.raw`[ \t]${THREAD} ${LEVEL} {1,4}${LOGGER} {0,60}(?:-|:) ?`,
  // Hadoop: `INFO [main] org.apache.Foo: text`; log4j2 with a dash.
  String.raw`[ \t](?:- )?${LEVEL} {1,4}${THREAD}:? (?:${LOGGER}(?::| -) |- )`,
] as const;

const ORDERS: readonly {
  readonly pattern: RegExp;
  readonly level: number;
  readonly pid: number;
  readonly thread: number;
  readonly logger: number;
}[] = [
  { pattern: new RegExp(SHAPES[0], "y"), level: 1, pid: 2, thread: 3, logger: 4 },
  { pattern: new RegExp(SHAPES[1], "y"), level: 2, pid: 0, thread: 1, logger: 3 },
  { pattern: new RegExp(SHAPES[2], "y"), level: 1, pid: 0, thread: 2, logger: 3 },
];

/** Log4j, Logback, Spring Boot, Hadoop, ZooKeeper: time, level, `[thread]` and logger in the orders that are in use. */
export const java: Format = {
  name: "java",
  summary: "Log4j, Logback and Spring Boot, stack traces included",
  confidence: 0.9,
  multiline: "any",
  parse(line, context) {
    const stamp = scanIso(line, 0);
    const time = stamp === undefined ? scanClock(line, 0) : undefined;
    const end = stamp?.end ?? time?.end;
    if (end === undefined) return undefined;
    const head = scanHead(line, end);
    if (head === undefined) return undefined;
    return {
      at: stamp === undefined ? instantOfClock(time?.clock ?? 0, context) : instantOf(stamp, context),
      level: levelFromName(head.level),
      identifier: head.logger,
      pid: pidOf(head.pid),
      message: head.end,
    };
  },
  fields(text) {
    const end = scanIso(text, 0)?.end ?? scanClock(text, 0)?.end;
    const head = end === undefined ? undefined : scanHead(text, end);
    if (head === undefined) return {};
    return {
      thread: head.thread,
      ...(head.logger === undefined ? {} : { logger: head.logger }),
    } satisfies Fields;
  },
  samples: [
    {
      line: "2026-11-21 11:01:47,978 INFO [main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster: Created MRAppMaster",
      gives: {
        at: micros(1_795_258_907_978_000),
        level: "info",
        identifier: "org.apache.hadoop.mapreduce.v2.app.MRAppMaster",
        message: "Created MRAppMaster",
      },
    },
    {
      line: "2026-11-21 10:04:29,071 - WARN  [QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:Leader@688] - Send worker leaving",
      gives: { at: micros(1_795_255_469_071_000), level: "warning", message: "Send worker leaving" },
    },
    {
      line: "11:59:03.123 [http-nio-80-exec-1] ERROR c.e.web.OrderController - order 17 failed",
      gives: {
        at: micros(1_795_262_343_123_000),
        level: "error",
        identifier: "c.e.web.OrderController",
        message: "order 17 failed",
      },
    },
    {
      line: "2026-11-21T11:00:00.482Z  INFO 4711 --- [shop] [           main] com.example.ShopApplication              : Started in 3.1 s",
      gives: {
        at: micros(1_795_258_800_482_000),
        level: "info",
        identifier: "com.example.ShopApplication",
        pid: 4711,
        message: "Started in 3.1 s",
      },
    },
  ],
};

type Head = {
  readonly level: string;
  readonly pid: string | undefined;
  readonly thread: string;
  readonly logger: string | undefined;
  readonly end: number;
};

function scanHead(line: string, from: number): Head | undefined {
  for (const order of ORDERS) {
    order.pattern.lastIndex = from;
    const match = order.pattern.exec(line);
    if (match === null) continue;
    return {
      level: match[order.level] ?? "",
      pid: order.pid === 0 ? undefined : match[order.pid],
      thread: match[order.thread] ?? "",
      logger: match[order.logger],
      end: order.pattern.lastIndex,
    };
  }
  return undefined;
}
