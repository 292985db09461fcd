import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NewSession } from "../../src/core/session.js";
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND, micros } from "../../src/core/time.js";
import type { Fact, JournalFact } from "../../src/session/facts.js";
import { SIGNING_IDENTIFIERS, SIGNING_UNITS, signOf, WATCHED_IDENTIFIERS } from "../../src/session/signs.js";
import { courseOf, endedIn, factsOfExport } from "../support/journal-facts.js";

const fixture = (name: string) => factsOfExport(new URL(`../fixtures/session/${name}.export`, import.meta.url));
const NAMES = [
  "by-hand",
  "plain-fail-build",
  "plain-switch",
  "sudo-boot",
  "sudo-fail-build",
  "sudo-fail-unit",
  "sudo-switch",
  "upgrade",
  "upgrade-fail-build",
  "upgrade-fail-unit",
] as const;

const LATER = MICROS_PER_HOUR;
/** The captured records, and a clock that goes on behind them. */
const playedOut = (name: (typeof NAMES)[number]): readonly Fact[] => {
  const facts = fixture(name);
  const last = facts.at(-1)?.at ?? 0;
  return [...facts, { kind: "tick", at: micros(last + LATER) }];
};
const phasesOf = ({ phases }: NewSession) => phases.map(({ name, result }) => `${name} ${result}`);
const only = (name: (typeof NAMES)[number]): NewSession => {
  const course = courseOf(playedOut(name));
  const ended = endedIn(course);
  expect(ended).toHaveLength(1);
  expect(course.changes.filter(({ kind }) => kind === "begun")).toHaveLength(1);
  return ended[0] ?? expect.fail("no session");
};

describe("recognising a rebuild in the journal", () => {
  it("takes a rebuild under sudo from the command to the end of its activation", () => {
    const session = only("sudo-switch");
    expect(session).toMatchObject({
      kind: "rebuild",
      origin: "noticed",
      user: "anna",
      command: ["/run/current-system/sw/bin/nixos-rebuild", "switch"],
      host: "lsnix",
      exitCode: 0,
      result: "succeeded",
      generationAfter: { number: undefined, path: expect.stringMatching(/^\/nix\/store\/\w{32}-app-1\.0$/) },
    });
    expect(phasesOf(session)).toEqual(["build succeeded", "activation succeeded"]);
    const [build, activation] = session.phases;
    expect(build?.startedAt).toBe(session.startedAt);
    expect(activation?.startedAt).toBe(build?.endedAt);
    expect(activation?.endedAt).toBe(session.endedAt);
  });

  it("keeps which units it touched, how they failed and in which invocation", () => {
    const session = only("sudo-fail-unit");
    expect(session).toMatchObject({ exitCode: 4, result: "failed" });
    expect(phasesOf(session)).toEqual(["build succeeded", "activation failed"]);
    expect(session.units).toContainEqual({
      unit: "ls-db.service",
      state: "failed",
      result: "exit-code",
      invocation: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(session.units).toContainEqual(expect.objectContaining({ unit: "ls-reload.service", state: "started" }));
    expect(session.units.map(({ unit }) => unit)).not.toContain("nixos-rebuild-switch-to-configuration.service");
  });

  it("calls a switch that ends before it activates a failed build", () => {
    const session = only("sudo-fail-build");
    expect(session).toMatchObject({ exitCode: undefined, result: "failed", units: [] });
    expect(phasesOf(session)).toEqual(["build failed"]);
  });

  it("follows an automatic upgrade through all three phases", () => {
    const session = only("upgrade");
    expect(session).toMatchObject({ name: "nixos-upgrade", result: "succeeded", exitCode: 0 });
    expect(phasesOf(session)).toEqual(["evaluation succeeded", "build succeeded", "activation succeeded"]);
  });

  it("gives a failed upgrade the status of its activation, or that of its build", () => {
    const unit = only("upgrade-fail-unit");
    expect(unit).toMatchObject({ result: "failed", exitCode: 4 });
    expect(phasesOf(unit)).toEqual(["evaluation succeeded", "build succeeded", "activation failed"]);
    const build = only("upgrade-fail-build");
    expect(build).toMatchObject({ result: "failed", exitCode: 1 });
    expect(phasesOf(build)).toEqual(["evaluation succeeded", "build failed"]);
  });

  it("lets a rebuild without sudo begin with its first client of the nix-daemon", () => {
    const facts = fixture("plain-switch");
    const client = facts.find(({ message }) => message.startsWith("accepted connection"));
    const session = only("plain-switch");
    expect(session).toMatchObject({ user: "root", command: [], result: "succeeded", startedAt: client?.at });
    expect(phasesOf(session)).toEqual(["build succeeded", "activation succeeded"]);
  });

  it("takes switch-to-configuration by hand for an activation", () => {
    const session = only("by-hand");
    expect(session).toMatchObject({ result: "succeeded", exitCode: 0 });
    expect(phasesOf(session)).toEqual(["activation succeeded"]);
  });

  it("makes nothing of a build that no rebuild follows", () => {
    expect(courseOf(playedOut("plain-fail-build")).changes).toEqual([]);
  });

  it("says of `boot` whether there is a new generation", () => {
    expect(only("sudo-boot").result).toBe("unknown");
    const facts = fixture("sudo-boot");
    const closed = facts.findIndex(({ message }) => message.includes("session closed"));
    const at = facts[closed - 1]?.at ?? micros(0);
    const first: Fact = {
      kind: "generation",
      at: facts[0]?.at ?? at,
      generation: { number: 7, path: "/nix/store/7" },
      isFirst: true,
    };
    const made: Fact = { kind: "generation", at, generation: { number: 8, path: "/nix/store/8" }, isFirst: false };
    const [session] = endedIn(courseOf([first, ...facts.slice(0, closed), made, ...facts.slice(closed)]));
    expect(session).toMatchObject({
      result: "succeeded",
      generationBefore: { number: 7, path: "/nix/store/7" },
      generationAfter: { number: 8, path: "/nix/store/8" },
    });
  });

  it("takes rebuilds one after the other for as many sessions", () => {
    const names = ["sudo-switch", "sudo-fail-unit", "plain-switch", "upgrade", "by-hand"] as const;
    const facts = shifted(names.map(fixture));
    expect(endedIn(courseOf(facts)).map(({ result }) => result)).toEqual([
      "succeeded",
      "failed",
      "succeeded",
      "succeeded",
      "succeeded",
    ]);
  });

  it("takes what it can of a rebuild that ran when we began to listen", () => {
    const facts = fixture("sudo-fail-unit");
    const switching = facts.findIndex(({ message }) => message.startsWith("switching to"));
    const [session] = endedIn(courseOf(facts.slice(switching)));
    expect(session).toMatchObject({ result: "failed", exitCode: 4 });
    expect(session?.units).toContainEqual(expect.objectContaining({ unit: "ls-db.service", state: "failed" }));
  });

  it("closes one that never ends as unknown, where it was heard of last", () => {
    const facts = fixture("sudo-switch");
    const cut = facts.findIndex(({ message }) => message.startsWith("switching to"));
    const begun = facts.slice(0, cut + 1);
    const at = begun.at(-1)?.at ?? micros(0);
    const soon = courseOf([...begun, { kind: "tick", at: micros(at + 30 * MICROS_PER_MINUTE) }]);
    expect(endedIn(soon)).toEqual([]);
    const late = courseOf([{ kind: "tick", at: micros(at + 2 * MICROS_PER_HOUR) }], soon.state);
    expect(endedIn(late)).toEqual([expect.objectContaining({ result: "unknown", endedAt: at })]);
  });

  it("ends one that the machine did not survive", () => {
    const facts = fixture("sudo-switch");
    const cut = facts.findIndex(({ message }) => message.startsWith("switching to"));
    const next = fixture("by-hand").map((fact): JournalFact => {
      return {
        ...fact,
        at: micros(fact.at + 30 * MICROS_PER_SECOND),
        fields: { ...fact.fields, _BOOT_ID: "f".repeat(32) },
      };
    });
    expect(endedIn(courseOf([...facts.slice(0, cut + 1), ...next])).map(({ result }) => result)).toEqual([
      "unknown",
      "succeeded",
    ]);
  });

  it("makes a session of a generation that nobody activates", () => {
    const at = micros(1_000_000_000_000_000);
    const first: Fact = { kind: "generation", at, generation: { number: 1, path: "/nix/store/1" }, isFirst: true };
    const made: Fact = {
      kind: "generation",
      at: micros(at + 1),
      generation: { number: 2, path: "/nix/store/2" },
      isFirst: false,
    };
    const tick: Fact = { kind: "tick", at: micros(at + 2 * MICROS_PER_MINUTE) };
    expect(endedIn(courseOf([first, made, tick]))).toEqual([
      expect.objectContaining({ result: "succeeded", generationAfter: { number: 2, path: "/nix/store/2" } }),
    ]);
  });

  it("believes nobody but root and PID 1", () => {
    for (const fields of [{ _UID: "1000" }, {}]) {
      const forged = fixture("by-hand").map((fact): JournalFact => {
        const { _UID: _real, ...others } = fact.fields;
        return { ...fact, fields: { ...others, ...fields } };
      });
      expect(courseOf(forged).changes).toEqual([]);
    }
    const sudo = fixture("sudo-fail-build").map((fact): JournalFact => {
      return { ...fact, fields: { ...fact.fields, _COMM: "logger" } };
    });
    expect(courseOf(sudo).changes).toEqual([]);
  });
});

describe("signs of a rebuild", () => {
  it("are only in records of units and identifiers that are named beforehand, so that all others need no look", () => {
    for (const fact of NAMES.flatMap(fixture)) {
      const sign = signOf(fact);
      if (sign === undefined) continue;
      const { UNIT, _SYSTEMD_UNIT, SYSLOG_IDENTIFIER = "" } = fact.fields;
      const isNamed =
        SIGNING_UNITS.includes(UNIT ?? _SYSTEMD_UNIT ?? "") || SIGNING_IDENTIFIERS.includes(SYSLOG_IDENTIFIER);
      expect(isNamed || (sign.kind === "unit" && WATCHED_IDENTIFIERS.includes(SYSLOG_IDENTIFIER))).toBe(true);
    }
  });
});

/** One after the other in time, a minute between them. */
function shifted(courses: readonly (readonly JournalFact[])[]): readonly JournalFact[] {
  let end = 0;
  return courses.flatMap((facts) => {
    const by = end === 0 ? 0 : end + MICROS_PER_MINUTE - (facts[0]?.at ?? 0);
    const moved = facts.map((fact) => ({ ...fact, at: micros(fact.at + by) }));
    end = moved.at(-1)?.at ?? end;
    return moved;
  });
}

describe("recognising rebuilds, whatever comes", () => {
  const real = NAMES.flatMap(fixture);
  const anyFact = fc.oneof(
    fc.constantFrom<Fact>(...real),
    fc.record({ kind: fc.constant("tick" as const), at: fc.integer({ min: 0, max: 2 ** 52 }).map(micros) }),
    fc.record({
      kind: fc.constant("generation" as const),
      at: fc.constantFrom(...real.map(({ at }) => at)),
      generation: fc.record({ number: fc.option(fc.nat(), { nil: undefined }), path: fc.constantFrom("/a", "/b") }),
      isFirst: fc.boolean(),
    }),
  );

  it("begins and ends in turns, ends nothing before it began, and never throws", () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 120 }), (facts) => {
        let open: NewSession | undefined;
        for (const { kind, session } of courseOf(facts).changes) {
          expect(kind === "begun").toBe(open === undefined);
          expect(session.result === "running").toBe(kind !== "ended");
          if (kind === "ended") {
            expect(session.endedAt).toBeGreaterThanOrEqual(session.startedAt);
            expect(session.phases.filter(({ endedAt }) => endedAt === undefined)).toEqual([]);
          }
          if (open !== undefined) expect(session.startedAt).toBe(open.startedAt);
          open = kind === "ended" ? undefined : session;
        }
      }),
      { numRuns: 200 },
    );
  });

  it("hears a rebuild through any noise, and no rebuild in the noise", () => {
    const noise = factsOfExport(new URL("../fixtures/session/noise.export", import.meta.url));
    expect(courseOf(noise).changes).toEqual([]);
    const facts = fixture("sudo-fail-unit");
    const alone = endedIn(courseOf(facts));
    const boot = facts[0]?.fields._BOOT_ID ?? "";
    const ofOthers = noise.filter(({ fields }) => fields._PID !== "1");
    const byTheWay = ofOthers.map((fact) => ({ ...fact, fields: { ...fact.fields, _BOOT_ID: boot } }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(facts.length), fc.constantFrom(...byTheWay)), { maxLength: 40 }),
        (inserted) => {
          const mixed: Fact[] = [...facts];
          for (const [place, record] of inserted) {
            mixed.splice(place, 0, { ...record, at: facts[Math.min(place, facts.length - 1)]?.at ?? record.at });
          }
          expect(endedIn(courseOf(mixed))).toEqual(alone);
        },
      ),
      { numRuns: 50 },
    );
  });
});
