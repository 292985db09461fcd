import { join } from "node:path";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { bytesIn, journalCorpus } from "../journal-corpus.js";
import { type Kit, against, besides, bothTimes, storeBytes } from "./bench-kit.js";
import { type Cost, inRounds, logstream, timed } from "./measure.js";
import { lnavHome } from "./lnav.js";

const RARE = "10.3.77.12";

/** The journal: back-fill and questions, straight from its files and from the store, beside journalctl on the same files. */
export async function journalPart(kit: Kit): Promise<void> {
  const { settings, find, peers } = kit;
  const { entries, folder } = settings;
  const journal = await journalCorpus(join(folder, `journal-${entries}`), entries);
  if (journal === undefined || peers.journalctl === undefined) {
    const note = `${journal === undefined ? "systemd-journal-remote" : "journalctl"} is missing`;
    const targets = [
      "grep-store",
      "grep-files",
      "backfill-json",
      "backfill-export",
      "journal-json",
      "disk-journal",
      "json-parse",
      "json-jq",
      "json-lnav",
    ] as const;
    find.row({ says: "everything of the journal", value: undefined, unit: "ratio", targets, note });
    return;
  }
  const spec = `journal:dir=${journal}`;
  const store = kit.place("journal.db");
  const journalctl = (...flags: readonly string[]) => ["journalctl", "-q", "-m", `--directory=${journal}`, ...flags];
  const taken = inRounds(settings.rounds, {
    ours: () => {
      rmSync(store, { force: true });
      return timed({ command: logstream("record", "--once", "--lines", "all", "--store", store, spec) });
    },
    json: () => timed({ command: journalctl("--all", "-o", "json") }),
    export: () => timed({ command: journalctl("--all", "-o", "export") }),
    grep: () => timed({ command: journalctl("-g", RARE.replaceAll(".", "\\."), "-o", "cat"), isHeard: true }),
    files: () => timed({ command: logstream("query", RARE, spec, "-o", "cat"), isHeard: true }),
    store: () => timed({ command: logstream("query", RARE, "--store", store, "-o", "cat"), isHeard: true }),
    unit: () => timed({ command: journalctl("-u", "sshd", "-g", "port", "-o", "cat"), isHeard: true }),
    unitFiles: () => timed({ command: logstream("query", "-u", "sshd", "port", spec, "-o", "cat"), isHeard: true }),
    unitStore: () =>
      timed({ command: logstream("query", "-u", "sshd", "port", "--store", store, "-o", "cat"), isHeard: true }),
  });
  backfill(kit, taken, entries);
  const own = bytesIn(journal);
  const kept = storeBytes(store);
  const note = `${(kept / entries).toFixed(1)} bytes an entry, ${Math.round(own / 1e6)} MB of journal files`;
  find.row({
    says: "disk, of journald's own files",
    value: kept / own,
    unit: "ratio",
    targets: ["disk-journal"],
    note,
  });
  against(
    kit,
    { says: "rare word from the store, of journalctl -g", who: "journalctl", targets: ["grep-store"] },
    taken.store,
    taken.grep,
  );
  against(
    kit,
    { says: "rare word from the journal's files, of journalctl -g", who: "journalctl", targets: ["grep-files"] },
    taken.files,
    taken.grep,
  );
  against(
    kit,
    { says: "-u UNIT -g WORD from the store, of journalctl's", who: "journalctl" },
    taken.unitStore,
    taken.unit,
  );
  against(
    kit,
    { says: "-u UNIT -g WORD from the files, of journalctl's", who: "journalctl" },
    taken.unitFiles,
    taken.unit,
  );
  same(kit, "a rare word", taken.grep, [taken.files, taken.store]);
  same(kit, "a word of one unit", taken.unit, [taken.unitFiles, taken.unitStore]);
  jsonText(kit, journalctl("--all", "-n", String(JSON_ENTRIES), "-o", "json"));
}

function backfill(kit: Kit, taken: Readonly<Partial<Record<string, Cost>>>, entries: number): void {
  const { ours, json, export: exported } = taken;
  const { find } = kit;
  if (ours === undefined) return;
  find.row({
    says: `journal of ${entries} entries collected, whole process`,
    value: (entries / kit.ms(ours)) * 1_000,
    unit: "lines/s",
    note: `${bothTimes(ours)}, ${Math.round((ours.rssBytes ?? 0) / 1e6)} MB`,
  });
  const targets = ["backfill-json", "journal-json"] as const;
  against(kit, { says: "back-fill, stored, of journalctl -o json", who: "json", targets }, ours, json);
  against(
    kit,
    { says: "back-fill, stored, of journalctl -o export", who: "export", targets: ["backfill-export"] },
    ours,
    exported,
  );
}

/** The same messages in the same order. */
function same(kit: Kit, says: string, theirs: Cost | undefined, ours: readonly (Cost | undefined)[]): void {
  for (const [index, each] of ours.entries()) {
    const from = index === 0 ? "the files" : "the store";
    const detail = `${lineCount(each?.out)} lines, journalctl ${lineCount(theirs?.out)}`;
    kit.find.check(`${says}: what journalctl prints, from ${from}`, each?.out === theirs?.out, detail);
  }
}

const lineCount = (text: string | undefined): number => (text ?? "").split("\n").length - 1;

const JSON_ENTRIES = 100_000;
/** Reads every line as most programs would; counts errors so that nothing is left out. */
const PARSE_LOOP = `
let errors = 0;
for (const line of require("node:fs").readFileSync(process.argv[1], "utf8").split("\\n")) {
  if (line !== "" && Number(JSON.parse(line).PRIORITY) <= 3) errors += 1;
}
console.log(errors);`;

/** What \`journalctl -o json\` printed, read again: by us, by a loop of JSON.parse, jq and lnav. */
function jsonText(kit: Kit, print: readonly string[]): void {
  const path = kit.place("journal.json");
  writeFileSync(path, timed({ command: print, isHeard: true }).out);
  const taken = inRounds(kit.settings.rounds, {
    ours: () => timed({ command: logstream("query", "-c", "level>=error", path), isHeard: true }),
    loop: () => timed({ command: [process.execPath, "-e", PARSE_LOOP, path], isHeard: true }),
    jq:
      kit.peers.jq === undefined
        ? undefined
        : () => timed({ command: ["jq", "-c", 'select((.PRIORITY // "9" | tonumber) <= 3) | 1', path], isHeard: true }),
    lnav:
      kit.peers.lnav === undefined
        ? undefined
        : () => timed({ command: ["lnav", "-n", "-c", ":filter-in needle7f3a", path], env: lnavHome(kit) }),
  });
  const says = `journal JSON, ${JSON_ENTRIES} lines: errors counted, whole process`;
  const beside = besides(kit, { "JSON.parse": taken.loop, jq: taken.jq, lnav: taken.lnav });
  const bytes = readFileSync(path).length;
  kit.find.row({
    says,
    value: taken.ours === undefined ? undefined : kit.ms(taken.ours),
    unit: "ms",
    beside,
    note: `${Math.round(bytes / 1e6)} MB`,
  });
  against(
    kit,
    { says: "journal JSON, of a JSON.parse loop", who: "JSON.parse", targets: ["json-parse"] },
    taken.ours,
    taken.loop,
  );
  against(kit, { says: "journal JSON, of jq", who: "jq", targets: ["json-jq"] }, taken.ours, taken.jq);
  against(kit, { says: "journal JSON, of lnav", who: "lnav", targets: ["json-lnav"] }, taken.ours, taken.lnav);
  const ours = taken.ours?.out.trim();
  kit.find.check(
    "errors in journal JSON",
    ours === taken.loop?.out.trim(),
    `${ours}, JSON.parse ${taken.loop?.out.trim()}`,
  );
}
