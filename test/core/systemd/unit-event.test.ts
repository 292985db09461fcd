import { describe, expect, it } from "vitest";
import type { Fields } from "../../../src/core/entry.js";
import { KNOWN_MESSAGES } from "../../../src/core/systemd/message-ids.js";
import { ownField } from "../../../src/core/query/match/own-field.js";
import { EVENT_NAMES, unitEvent } from "../../../src/core/systemd/unit-event.js";

const FAILED = "d9b373ed55a64feb8242e02dbe79a49c";
const EXITED = "98e322203f7a4ed290d09fe03c09fe15";
const RESTART = "5eb03494b6584870a536b337290809b3";
const RUN = "0123456789abcdef0123456789abcdef";
const MANAGER = { _PID: "1", _UID: "0", _SYSTEMD_UNIT: "init.scope", UNIT: "a.service", INVOCATION_ID: RUN };

/** What is told, without what is not. */
function told(fields: Fields, message = ""): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(
      unitEvent(
        (name) => ownField(fields, name),
        () => message,
      ),
    ).filter(([, value]) => value !== undefined),
  );
}

describe("what a record of systemd tells", () => {
  it("has a name, a result and the run of the unit", () => {
    const fields = { ...MANAGER, MESSAGE_ID: FAILED, UNIT_RESULT: "oom-kill" };
    expect(told(fields)).toEqual({ event: "unit-failed", result: "oom-kill", invocation: RUN });
  });

  it.each([
    [{ EXIT_CODE: "exited", EXIT_STATUS: "203" }, 203],
    [{ EXIT_CODE: "killed", EXIT_STATUS: "9" }, "SIGKILL"],
    [{ EXIT_CODE: "dumped", EXIT_STATUS: "SEGV" }, "SIGSEGV"],
    [{ EXIT_CODE: "killed", EXIT_STATUS: "35" }, "signal 35"],
  ])("says how a process ended: %j", (fields, exit) => {
    expect(told({ ...MANAGER, MESSAGE_ID: EXITED, ...fields })).toMatchObject({ event: "process-exited", exit });
  });

  it("counts restarts and names the job", () => {
    expect(told({ ...MANAGER, MESSAGE_ID: RESTART, N_RESTARTS: "3" })).toMatchObject({ restarts: 3 });
    const job = { MESSAGE_ID: "be02cf6855d2428ba40df7e9d022f03d", JOB_TYPE: "start", JOB_RESULT: "dependency" };
    expect(told({ ...MANAGER, ...job })).toMatchObject({
      event: "unit-start-failed",
      job: "start",
      result: "dependency",
    });
  });

  it("knows crashes and kills of which there is only one kind", () => {
    const coredump = { _UID: "0", MESSAGE_ID: "fc2e22bc6ee647b6b90729ab34a250b1", COREDUMP_SIGNAL: "11" };
    expect(told(coredump)).toEqual({ event: "coredump", exit: "SIGSEGV" });
    const oom = { ...MANAGER, MESSAGE_ID: "fe6faa94e7774663a0da52717891d8ef" };
    expect(told(oom)).toMatchObject({ event: "oom-kill", result: "oom-kill" });
  });

  it.each([
    ["a.service: Start request repeated too quickly.", "start-limit-hit", "start-limit-hit"],
    ["a.service: start operation timed out. Terminating.", "unit-timeout", "timeout"],
    ["a.service: State 'stop-sigterm' timed out. Killing.", "unit-timeout", "timeout"],
    ["a.service: Watchdog timeout (limit 1s)!", "watchdog-timeout", "watchdog"],
    ["a.service: Job a.service/start failed with result 'dependency'.", "job-failed", "dependency"],
  ])("reads systemd's own words where there is no MESSAGE_ID: %s", (message, event, result) => {
    expect(told({ ...MANAGER, JOB_RESULT: "dependency" }, message)).toMatchObject({ event, result });
    expect(told({ _PID: "77", _UID: "1000", UNIT: "a.service" }, message)).toEqual({});
  });

  it("believes only root, systemd's parts and a user's manager", () => {
    const claim = { _UID: "1000", _PID: "7", UNIT: "sshd.service", MESSAGE_ID: FAILED, UNIT_RESULT: "timeout" };
    expect(told({ ...claim, _SYSTEMD_UNIT: "user@1000.service", _SYSTEMD_USER_UNIT: "evil.service" })).toEqual({});
    const manager = { _UID: "1000", _PID: "700", _SYSTEMD_UNIT: "user@1000.service", _SYSTEMD_USER_UNIT: "init.scope" };
    const failed = { USER_UNIT: "a.service", USER_INVOCATION_ID: RUN, MESSAGE_ID: FAILED, UNIT_RESULT: "timeout" };
    expect(told({ ...manager, ...failed })).toEqual({ event: "unit-failed", result: "timeout", invocation: RUN });
  });

  it("gives the run of a unit also for what the unit itself logs", () => {
    expect(told({ _UID: "33", _SYSTEMD_INVOCATION_ID: RUN })).toEqual({ invocation: RUN });
  });

  it("knows each MESSAGE_ID once, and names events alike", () => {
    expect(KNOWN_MESSAGES.size).toBe(102);
    expect([...KNOWN_MESSAGES.keys()].filter((id) => !/^[0-9a-f]{32}$/.test(id))).toEqual([]);
    expect(EVENT_NAMES.filter((name) => !/^[a-z]+(?:-[a-z]+)*$/.test(name))).toEqual([]);
  });
});
