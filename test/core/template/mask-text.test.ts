import { describe, expect, it } from "vitest";
import { maskText } from "../../../src/core/template/mask-text.js";
import { skeletonOf } from "../../../src/core/template/skeleton.js";

const masked = (text: string): string => maskText(skeletonOf(text)).join(" ").replaceAll("\0", "<*>");

describe("masking", () => {
  it.each([
    // Addresses and names.
    ["from 10.0.0.7 port 22", "from <*> port <*>"],
    ["client 10.0.0.7:8080 and /10.0.0.7:8080", "client <*>:<*> and <*>:<*>"],
    ["via fe80::1 and 2001:db8::17", "via <*> and <*>"],
    ["from aa:b1:cc:01:ee:ff.", "from <*>."],
    ["host ns1.example.com and www.example.com", "host <*> and <*>"],
    ["Old: node-41/10.190.173.170:9000", "Old: <*>/<*>:<*>"],
    ["connect db-1:5432, localhost:5432", "connect <*>:<*>, localhost:<*>"],
    ["mail to <someone@example.com>", "mail to <<*>>"],
    ["see https://example.com/a?b=c#d, then", "see <*>, then"],
    // Identifiers.
    ["id 550e8400-e29b-41d4-abcd-446655440000 done", "id <*> done"],
    ["id deadbeef-cafe-41d4-abcd-aaaaaaaaaaaa done", "id <*> done"],
    ["block blk_-6952295868487656571", "block <*>"],
    ["at 0x7ffee3b4 (=deadbee1f00d)", "at <*> (=<*>)"],
    ["attempt_1445144423722_0020_m_000000_0 failed", "<*> failed"],
    // Paths; a package stays.
    ["open /etc/nginx/nginx.conf: denied", "open <*>: denied"],
    ["read/write of n/a and I/O", "read/write of n/a and I/O"],
    [
      "running /nix/store/0c5b2hsq9ynd3v7k0b3h7qzcm1q5q9y8-firefox-129.0/bin/firefox",
      "running /nix/store/<*>-firefox-<*>/bin/firefox",
    ],
    [
      "building '/nix/store/0c5b2hsq9ynd3v7k0b3h7qzcm1q5q9y8-python3-requests-2.31.0.drv'...",
      "building '/nix/store/<*>-python3-requests-<*>.drv'...",
    ],
    ["Temp at C:\\Users\\x\\Temp", "Temp at <*>"],
    // Numbers, amounts, times.
    ["took 12 ms, 3.5s, 45% of -7", "took <*> ms, <*>, <*>% of <*>"],
    ["Consumed 1min 23.4s CPU time", "Consumed <*> CPU time"],
    ["lifetime <1 sec", "lifetime <*>"],
    ["1190 bytes (1.16 KB) sent, 12 bytes (1%), next", "<*> bytes<*> sent, <*> bytes<*>, next"],
    ["at Tue Jun 14 15:16:01 2005", "at <*>:<*>:<*>"],
    ["on 2026-11-25T03:20:00Z", "on <*>:<*>:<*>"],
    ["of 1 2 3 4 5 6 7 8 9 parts", "of <*> parts"],
    ["of 1,2,3 parts", "of <*> parts"],
    ["uid=0 euid=1000 tty=ssh user=root", "uid=<*> euid=<*> tty=ssh user=root"],
    // Words that end in a digit, states, classes and unit names are words.
    ["ssh2 ipv4 eth0 i2c", "ssh2 ipv4 eth0 i2c"],
    ["java.net.NoRouteToHostException: No route", "java.net.NoRouteToHostException: No route"],
    ["user@1000.service: Deactivated.", "user@<*>.service: Deactivated."],
    ["May the 4th be", "May the <*> be"],
    ['name () "" foo()', 'name (<*>) "<*>" foo()'],
    // Bytes that mean something to terminals or to us.
    ["a\0b \x1b[31mred\x1b[0m", "<*> <*>"],
    ["", ""],
  ])("makes of %j %j", (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it("takes what is longer than a token or a line may be for a value", () => {
    expect(masked(`key ${"x".repeat(300)} end`)).toBe("key <*> end");
    expect(masked(`${"word ".repeat(900)}`).split(" ").length).toBe(257);
    expect(masked(`start ${"ab ".repeat(90)}${"z9 ".repeat(5000)}`).endsWith("<*>")).toBe(true);
  });
});
