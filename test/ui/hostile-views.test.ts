import { describe, expect, it } from "vitest";
import { VIEW_IDS, type ViewId } from "../../src/app/view-id.js";
import { entryId, type LogEntry } from "../../src/core/entry.js";
import type { Session } from "../../src/core/session.js";
import { micros } from "../../src/core/time.js";
import { ESCAPE_CORPUS } from "../support/escape-corpus.js";
import { sampleLog, statusOf } from "../support/sample-log.js";
import { buildOf, SAMPLE_SESSIONS, stepOf } from "../support/sample-sessions.js";
import { sampleMachine } from "../support/sample-machine.js";
import { startScreen } from "../support/screen-driver.js";

/** What the screen itself writes: colours, places, erasing, modes, and texts of which every character can be seen. */
const OWN = /\u001b\[(?:[\d;:]*m|\d*(?:;\d*)?H|\d*[ABCDGKJXLMST@P]|\d*;\d*r|\?[\d;]+[hl]|>\d*u|<u|\?u)/g;
// oxlint-disable-next-line no-control-regex -- that is what must not be there
const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
// A line that turns its direction around, or hides, is as bad.
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u00ad]/;

const [sample] = sampleLog(1);

function hostileLog(): readonly LogEntry[] {
  if (sample === undefined) throw new Error("no sample");
  return ESCAPE_CORPUS.map((evil, index) => {
    const at = micros(Date.UTC(2026, 2, 15, 11, 59, index) * 1_000);
    const fields = { [evil]: evil };
    const own = { message: evil, text: evil, unit: evil, identifier: evil, host: evil, fields };
    return { ...sample, ...own, id: entryId(0, index), at, order: at, level: index % 3 === 0 ? "error" : undefined };
  });
}

function hostileSessions(): readonly Session[] {
  const [first] = SAMPLE_SESSIONS;
  if (first === undefined) throw new Error("no sample");
  return ESCAPE_CORPUS.slice(0, 12).map((evil, index) => ({
    ...first,
    id: (index + 1) as Session["id"],
    name: evil,
    command: [evil],
    host: evil,
    user: evil,
    build: buildOf([stepOf(evil, "failed", { phase: evil, error: evil, logTail: [evil], host: evil })]),
    units: [{ unit: evil, state: "failed", result: evil, invocation: undefined }],
  }));
}

async function walk(view: ViewId): Promise<string> {
  const label = ESCAPE_CORPUS[0] ?? "";
  const screen = await startScreen({
    columns: 120,
    rows: 40,
    entries: hostileLog(),
    sessions: hostileSessions(),
    machine: sampleMachine(),
    sources: [statusOf({ label, fault: { code: "source-died", message: label, hint: label } })],
  });
  await screen.frame();
  screen.press(":");
  screen.type(view);
  screen.press("enter");
  await screen.frame();
  for (const key of ["k", "j", "l", "enter", "j", "tab", "q", "S"]) {
    screen.press(key);
    await screen.frame();
  }
  const titles: string[] = [];
  screen.terminal.onTitleChange((title) => titles.push(title));
  const written = screen.written();
  screen.close();
  expect(titles).toEqual([]);
  return written;
}

describe.concurrent("what a hostile log says", () => {
  for (const view of VIEW_IDS) {
    it(`steers nothing in the ${view} view, its details and the lists over it`, async () => {
      const rest = (await walk(view)).replaceAll(OWN, "");
      expect(rest).toContain("␛");
      for (const pattern of [CONTROL, INVISIBLE]) {
        const found = pattern.exec(rest);
        expect(found === null ? "" : JSON.stringify(rest.slice(Math.max(0, found.index - 40), found.index + 20))).toBe(
          "",
        );
      }
    });
  }
});
