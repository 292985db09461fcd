import { join } from "node:path";
import { launch } from "../../test/support/terminal.js";
import { median } from "../corpus.js";
import { costOf } from "../process-cost.js";
import type { Corpus } from "../corpora/stored-corpus.js";
import type { Kit } from "./bench-kit.js";
import { inRounds, logstream, timed, type Cost } from "./measure.js";
import { lnavHome, lnavLoad } from "./lnav.js";

const SCREEN = { columns: 200, rows: 50 };
/** What the head or the tail of the corpus shows on any screen. */
const LOG_LINE = /\[\d{4}\]|sshd|nginx|postgres|kernel|dnsmasq/;
const BYTES_OF_A_LINE = 169;
const LATE_MS = 33;

type Opened = {
  readonly firstMs: number;
  readonly allMs: number;
  readonly rssBytes: number;
  readonly keysMs: readonly number[];
};

/** A big file in the screen: the first lines, everything, memory, and keys meanwhile; beside lnav, less and wc. */
export async function openPart(kit: Kit): Promise<void> {
  const { find, settings, peers } = kit;
  const corpus = kit.corpus(Math.round((settings.megabytes * 1e6) / BYTES_OF_A_LINE));
  const [lnavFirst, lessFirst, ours]: [number[], number[], Opened[]] = [[], [], []];
  for (let round = 0; round < settings.rounds; round++) {
    ours.push(await openOurs(kit, corpus, round));
    if (peers.lnav !== undefined) lnavFirst.push(await firstScreen(kit, ["lnav", corpus.path]));
    if (peers.less !== undefined) lessFirst.push(await firstScreen(kit, ["less", corpus.path]));
  }
  const loads = inRounds(settings.rounds, {
    lnav: peers.lnav === undefined ? undefined : () => timed({ command: lnavLoad(corpus.path), env: lnavHome(kit) }),
    wc: () => timed({ command: ["wc", "-l", corpus.path] }),
  });
  const name = `${Math.round(corpus.bytes / 1e6)} MB`;
  const first = median(ours.map(({ firstMs }) => firstMs));
  const beside = [
    ...(lnavFirst.length > 0 ? [{ who: "lnav", value: median(lnavFirst) }] : []),
    ...(lessFirst.length > 0 ? [{ who: "less", value: median(lessFirst) }] : []),
  ];
  find.row({ says: `${name} in the screen: first lines`, value: first, unit: "ms", targets: ["first-screen"], beside });
  const lnav = lnavFirst.length === 0 ? undefined : first / median(lnavFirst);
  find.row({
    says: "first lines, of lnav",
    value: lnav,
    unit: "ratio",
    targets: ["open-first"],
    note: lnav === undefined ? "lnav is missing" : "",
  });
  searchable(kit, { name, corpus, all: median(ours.map(({ allMs }) => allMs)), ...loads });
  find.row({
    says: "memory, screen and all",
    value: Math.max(...ours.map(({ rssBytes }) => rssBytes)) / 1e6,
    unit: "MB",
  });
  const keys = ours.flatMap(({ keysMs }) => keysMs);
  find.row({
    says: "keys answered later than 33 ms while it loads",
    value: keys.filter((ms) => ms > LATE_MS).length,
    unit: "count",
    targets: ["late-keys"],
    note: `of ${keys.length}; the middle one ${median(keys).toFixed(0)} ms, the worst ${Math.max(...keys).toFixed(0)}; pty and emulator included`,
  });
}

type Loaded = {
  readonly name: string;
  readonly corpus: Corpus;
  readonly all: number;
  readonly lnav?: Cost;
  readonly wc?: Cost;
};

function searchable({ find }: Kit, { name, corpus, all, lnav, wc }: Loaded): void {
  const beside = [
    ...(lnav === undefined ? [] : [{ who: "lnav -n", value: lnav.wallMs / 1_000 }]),
    ...(wc === undefined ? [] : [{ who: "wc -l", value: wc.wallMs / 1_000 }]),
  ];
  const rate = `${Math.round(corpus.lines / all)} k lines/s`;
  find.row({ says: `${name} in the screen: all searchable`, value: all / 1_000, unit: "s", beside, note: rate });
  const missing = "lnav is missing";
  find.row({
    says: "all searchable, of lnav",
    value: lnav === undefined ? undefined : all / lnav.wallMs,
    unit: "ratio",
    targets: ["open-all"],
    note: lnav === undefined ? missing : `lnav ${Math.round((lnav.rssBytes ?? 0) / 1e6)} MB`,
  });
  const floor = wc === undefined ? undefined : all / wc.wallMs;
  find.row({ says: "all searchable, of wc -l", value: floor, unit: "ratio", targets: ["index-wc"] });
}

async function openOurs(kit: Kit, { path, lines }: Corpus, round: number): Promise<Opened> {
  const [node = "", ...args] = logstream("tui", "--store", kit.place(`open-${round}.db`), path);
  const start = performance.now();
  const terminal = launch(node, args, SCREEN);
  const isAll = () => terminal.text().includes(`${lines.toLocaleString("en")} lines`);
  await terminal.waitFor(LOG_LINE);
  const firstMs = performance.now() - start;
  const keysMs: number[] = [];
  let rssBytes = 0;
  const deadline = performance.now() + 600_000;
  for (let turn = 0; !isAll(); turn++) {
    if (performance.now() > deadline) throw new Error(`not all of it was there after ten minutes:\n${terminal.text()}`);
    const before = terminal.text();
    const pressed = performance.now();
    terminal.press(turn % 2 === 0 ? "page-up" : "page-down");
    await terminal.waitFor(() => terminal.text() !== before || isAll(), 60_000);
    keysMs.push(performance.now() - pressed);
    rssBytes = Math.max(rssBytes, costOf(terminal.pid).rss);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const allMs = performance.now() - start;
  terminal.press("q");
  await terminal.waitExit();
  return { firstMs, allMs, rssBytes, keysMs };
}

async function firstScreen(kit: Kit, [program = "", ...args]: readonly string[]): Promise<number> {
  const start = performance.now();
  const terminal = launch(program, args, {
    ...SCREEN,
    env: { ...lnavHome(kit), XDG_CACHE_HOME: join(kit.place("lnav-home"), "cache") },
  });
  await terminal.waitFor(LOG_LINE, 120_000);
  const ms = performance.now() - start;
  terminal.kill();
  return ms;
}
