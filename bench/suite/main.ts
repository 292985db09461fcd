// The bench suite: our figures, the others' on the same files in the same run, and what was promised beside them.
// What may be asked of it is in settings.ts.
import { crowdPart } from "./crowd-part.js";
import { journalPart } from "./journal-part.js";
import { openPart } from "./open-part.js";
import { peersPart } from "./peers-part.js";
import { queryPart } from "./query-part.js";
import { storePart } from "./store-part.js";
import { TARGETS } from "./target.js";
import { watchOthers } from "./machine.js";
import { findPeers } from "./peer.js";
import { headLines, openFindings, targetTable, writeResults } from "./report.js";
import { type Kit, openKit } from "./bench-kit.js";
import { PART_NAMES, type PartName } from "./row.js";
import { type Settings, settingsOf, tidyUp, USAGE } from "./settings.js";

const PARTS: Readonly<Record<PartName, (kit: Kit) => Promise<void>>> = {
  store: storePart,
  query: queryPart,
  crowd: crowdPart,
  open: openPart,
  journal: journalPart,
  peers: peersPart,
};

async function run(settings: Settings): Promise<void> {
  const peers = findPeers();
  let part: PartName = settings.parts[0] ?? "store";
  const find = openFindings(() => part, settings);
  const start = performance.now();
  const others = watchOthers();
  console.log(headLines(peers, settings));
  const kit = openKit(settings, peers, find);
  for (part of settings.parts) {
    console.log(part);
    try {
      await PARTS[part](kit);
    } catch (error) {
      // The other parts still have something to say.
      find.check("runs to its end", false, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
  if (settings.parts.length === PART_NAMES.length) {
    const forgotten = TARGETS.filter(({ id }) => !find.rows.some(({ targets }) => targets.includes(id)));
    find.check("every promise has a row", forgotten.length === 0, forgotten.map(({ id }) => id).join(", "));
  }
  console.log(`\nwhat was promised\n${targetTable(find.rows, settings)}`);
  const wrong = find.checks.filter(({ holds }) => !holds);
  const minutes = ((performance.now() - start) / 60_000).toFixed(1);
  console.log(
    `\n${find.checks.length} checks, ${wrong.length} failed; ${minutes} minutes; others used ${(others() * 100).toFixed(0)} % of the machine`,
  );
  for (const { says, detail } of wrong) console.log(`  FAILED  ${says}: ${detail}`);
  console.log(writeResults({ ...find, settings, peers, others: others() }));
  if (wrong.length > 0) process.exitCode = 1;
}

const settings = settingsOf(process.argv.slice(2));
if (settings === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  try {
    await run(settings);
  } finally {
    tidyUp(settings);
  }
}
