import fc from "fast-check";
import { describe as suite, expect, it } from "vitest";
import { describe } from "../../src/parse/describe.js";
import { FORMATS } from "../../src/parse/formats/registry.js";

const fields = (format: string, text: string) => describe(format, text, undefined).fields;
const message = (format: string, text: string) => describe(format, text, undefined).message;

suite("describing a stored record", () => {
  it("gives what an access log line says", () => {
    const line =
      '10.0.0.9 - frank [21/Nov/2026:10:00:00 +0000] "GET /a?b=\\"c\\" HTTP/1.1" 404 12 "http://x/" "curl \\"8\\""';
    expect(fields("access", line)).toEqual({
      client: "10.0.0.9",
      user: "frank",
      method: "GET",
      path: '/a?b=\\"c\\"',
      protocol: "HTTP/1.1",
      status: 404,
      bytes: 12,
      referrer: "http://x/",
      agent: 'curl \\"8\\"',
    });
  });

  it("gives facility and structured data of RFC 5424", () => {
    const line = '<165>1 2003-10-11T22:14:15.003Z h app 8 ID47 [a@1 x="1" y="q\\"\\]"][b z=""] text';
    expect(fields("syslog-5424", line)).toEqual({
      facility: 20,
      msgid: "ID47",
      "a@1.x": "1",
      "a@1.y": 'q"]',
      "b.z": "",
    });
    expect(fields("syslog", "<34>Oct 11 22:14:15 h su: x")).toEqual({ facility: 4 });
  });

  it("gives a kernel record's numbers and dictionary, and leaves the dictionary out of the message", () => {
    const text = "6,196,156566,c,caller=T1;acpi \\x41: OS\n SUBSYSTEM=acpi\n DEVICE=+acpi:\\x50NP";
    expect(fields("kmsg", text)).toEqual({
      facility: 0,
      sequence: 196,
      monotonic_us: 156_566,
      flags: "c",
      caller: "T1",
      SUBSYSTEM: "acpi",
      DEVICE: "+acpi:PNP",
    });
    expect(message("kmsg", text)).toBe("acpi A: OS");
    expect(fields("dmesg", "kern  :err   : [    1.500000] x")).toEqual({ facility: 0, monotonic_us: 1_500_000 });
  });

  it("flattens JSON and survives what others put into it", () => {
    expect(fields("json", '{"a":{"b":{"c":{"d":{"e":1}}}},"l":[1,"x",{"y":2}],"n":null}')).toEqual({
      "a.b.c.d": '{"e":1}',
      l: [1, "x", '{"y":2}'],
      n: null,
    });
    const odd = fields("json", '{"__proto__":{"polluted":1},"constructor":1,"a":2}');
    expect(Object.entries(odd)).toEqual([
      ["__proto__.polluted", 1],
      ["constructor", 1],
      ["a", 2],
    ]);
    expect(fields("json", '{"__proto__":7}')).toEqual(Object.fromEntries([["__proto__", 7]]));
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(fields("json", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).toEqual({});
    expect(fields("json", "{broken")).toEqual({});
  });

  it("gives journal fields as the journal means them", () => {
    const line =
      '{"__REALTIME_TIMESTAMP":"1795228360000123","MESSAGE":[104,105],"TAG":["a","b"],"BIN":[[1],[2]],"X":[]}';
    expect(fields("journal-json", line)).toEqual({
      __REALTIME_TIMESTAMP: "1795228360000123",
      MESSAGE: Uint8Array.of(104, 105),
      TAG: ["a", "b"],
      BIN: [Uint8Array.of(1), Uint8Array.of(2)],
      X: [],
    });
    expect(message("journal-json", line)).toBe("hi");
  });

  it("gives what logfmt, klog, java, python and Apache put before the message", () => {
    expect(fields("logfmt", 'level=info msg="a b" n=1 empty= q="x\\ny"')).toEqual({
      level: "info",
      msg: "a b",
      n: "1",
      empty: "",
      q: "x\ny",
    });
    expect(fields("klog", "I1121 12:34:56.789012   12345 server.go:42] x")).toEqual({
      thread: 12_345,
      file: "server.go",
      line: 42,
    });
    expect(fields("java", "2026-11-21 11:00:00,000 INFO [main] c.e.Foo: x")).toEqual({
      thread: "main",
      logger: "c.e.Foo",
    });
    expect(fields("python", "WARNING:root:x")).toEqual({ logger: "root" });
    expect(fields("ctime", "[Sat Nov 21 10:42:29.902022 2026] [core:error] [pid 1] [client 192.0.2.9:80] x")).toEqual({
      module: "core",
      client: "192.0.2.9:80",
    });
  });

  it("leaves line ends at the end of a block out of the message, also with CRLF", () => {
    expect(message("python", "WARNING:root:x\r\nTraceback (most recent call last):\r\n\r\n")).toBe(
      "x\r\nTraceback (most recent call last):",
    );
  });

  it("is total", () => {
    expect(describe("a format of tomorrow", "text", undefined)).toEqual({ message: "text", fields: {} });
    const name = fc.constantFrom(...FORMATS.map((format) => format.name), "unknown");
    const lines = fc.constantFrom(...FORMATS.flatMap(({ samples }) => samples.map(({ line }) => line)));
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      lines,
      fc.tuple(lines, lines).map((two) => two.join("\n")),
    );
    fc.assert(
      fc.property(name, text, (format, input) => {
        const described = describe(format, input, undefined);
        return typeof described.message === "string" && typeof described.fields === "object";
      }),
      { numRuns: 1_000 },
    );
  });
});
