import { describe, expect, it } from "vitest";
import { kindOfAll, valueKind } from "../../../src/core/template/value-kind.js";

describe("the kind of a value", () => {
  it.each([
    ["550e8400-e29b-41d4-a716-446655440000", "uuid"],
    ["aa:bb:cc:00:11:22", "mac"],
    ["10.0.0.255", "ip"],
    ["fe80::1", "ip"],
    ["10.0.0.256", "number"],
    ["https://example.com/x", "url"],
    ["/etc/passwd", "path"],
    ["C:\\Temp", "path"],
    ["0c5b2hsq9ynd3v7k0b3h7qzcm1q5q9y8", "store-path"],
    ["someone@example.com", "email"],
    ["2026-11-25T03", "date"],
    ["Tue Jun 14 15", "date"],
    ["12:30:01", "time"],
    ["-7.5", "number"],
    ["23ms", "duration"],
    ["1min 23.4s", "duration"],
    ["12KB", "amount"],
    ["<1 sec", "duration"],
    ["0xdeadbeef", "hex"],
    ["3f9a1c22", "hex"],
    ["'a b'", "quoted"],
    ["www.example.com", "host"],
    ["1 2 3", "list"],
    ["root", "word"],
    ["", "empty"],
    ["what is this?", "text"],
    ["x".repeat(10_000), "text"],
  ])("of %j is %s", (value, kind) => {
    expect(valueKind(value)).toBe(kind);
  });

  it("of values of one kind is that kind, of others any", () => {
    expect(kindOfAll(["1", "", "2"])).toBe("number");
    expect(kindOfAll(["1", "root"])).toBe("any");
    expect(kindOfAll([])).toBe("empty");
  });
});
