import { describe, expect, it } from "vitest";
import type { Fields } from "../../../src/core/entry.js";
import { ownField } from "../../../src/core/query/match/own-field.js";
import { namesUnits, unitsIn } from "../../../src/core/systemd/unit-names.js";

const units = (fields: Fields, format = "journal") =>
  namesUnits(format) ? unitsIn((name) => ownField(fields, name)) : [];

describe("the units of a journal record", () => {
  it("are the one it is about and those it comes from, as for journalctl -u", () => {
    const fields = { UNIT: "a.service", _PID: "1", _SYSTEMD_UNIT: "init.scope", _SYSTEMD_SLICE: "-.slice" };
    expect(units(fields)).toEqual(["a.service", "init.scope", "-.slice"]);
  });

  it("are not those that somebody else only claims", () => {
    const from = { _PID: "7", _UID: "1000", _SYSTEMD_UNIT: "evil.service" };
    const claims = { UNIT: "sshd.service", USER_UNIT: "a.service", OBJECT_SYSTEMD_UNIT: "b.service" };
    expect(units({ ...from, ...claims, COREDUMP_UNIT: "c.service" })).toEqual(["evil.service"]);
  });

  it("are those of a crash, of what journald says about others, and of a user's manager", () => {
    const coredump = { MESSAGE_ID: "fc2e22bc6ee647b6b90729ab34a250b1", COREDUMP_UNIT: "c.service", _UID: "0" };
    expect(units({ ...coredump, _SYSTEMD_UNIT: "systemd-coredump@1.service" })).toEqual([
      "c.service",
      "systemd-coredump@1.service",
    ]);
    expect(units({ OBJECT_SYSTEMD_UNIT: "b.service", _UID: "0" })).toEqual(["b.service"]);
    const user = { USER_UNIT: "u.service", _SYSTEMD_UNIT: "user@1000.service", _SYSTEMD_USER_UNIT: "init.scope" };
    expect(units(user)).toEqual(["u.service", "user@1000.service", "init.scope"]);
  });

  it("may be several of one name, and are none of what is not of a journal", () => {
    expect(units({ _SYSTEMD_UNIT: ["a.service", "b.service"] })).toEqual(["a.service", "b.service"]);
    expect(units({ UNIT: "a.service" }, "json")).toEqual([]);
  });
});
