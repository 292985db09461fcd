import { expect, it } from "vitest";
import { canLogToSocket, versionIn } from "../../../src/sources/nix/version.js";

it("knows from its version whether nix can log to a socket", () => {
  const said = (text: string) => {
    const version = versionIn(text);
    return version === undefined ? undefined : [version.text, canLogToSocket(version)];
  };
  expect(said("nix (Nix) 2.8.0\n")).toEqual(["2.8.0", false]);
  expect(said("nix (Nix) 2.26.3")).toEqual(["2.26.3", false]);
  expect(said("nix (Nix) 2.30.0")).toEqual(["2.30.0", true]);
  expect(said("nix (Determinate Nix 3.8.4) 2.30.2")).toEqual(["2.30.2", true]);
  expect(said("nix (Lix, like Nix) 2.93.0-pre20250506")).toEqual(["2.93.0-pre20250506", false]);
  expect(said("bash: nix: command not found")).toBeUndefined();
});
