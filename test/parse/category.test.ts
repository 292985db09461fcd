import { describe, expect, it } from "vitest";
import type { Fields } from "../../src/core/entry.js";
import { categorise } from "../../src/parse/category.js";

const category = (identifier: string | undefined, unit?: string, format = "journal", fields: Fields = {}) =>
  categorise({ format, unit, identifier }, () => fields);

describe("categories", () => {
  it("knows programs by name, whatever their unit", () => {
    expect(category("sshd", "sshd@1.service")).toBe("security");
    expect(category("sudo")).toBe("security");
    expect(category("NetworkManager")).toBe("network");
    expect(category("nix-daemon")).toBe("build");
    expect(category("kernel")).toBe("system");
    expect(category("/usr/sbin/cron")).toBe("system");
  });

  it("prefers the longer name where several fit", () => {
    expect(category("systemd")).toBe("system");
    expect(category("systemd-networkd")).toBe("network");
    expect(category("systemd-logind")).toBe("security");
  });

  it("falls back to the unit, its kind, the format and the facility", () => {
    expect(category("run", "nixos-upgrade.service")).toBe("build");
    expect(category("postgres", "postgresql.service")).toBe("service");
    expect(category("x", "home.mount")).toBe("system");
    expect(category(undefined, undefined, "access")).toBe("service");
    expect(category("x", undefined, "syslog", { facility: 10 })).toBe("security");
    expect(category("x", undefined, "journal", { SYSLOG_FACILITY: "4" })).toBe("security");
  });

  it("says nothing rather than guess, and asks for fields only then", () => {
    expect(category(undefined, undefined, "plain")).toBeUndefined();
    expect(category("make-believe", undefined, "plain")).toBeUndefined();
    const never = () => {
      throw new Error("not needed");
    };
    expect(categorise({ format: "journal", unit: "a.service", identifier: "b" }, never)).toBe("service");
  });
});
