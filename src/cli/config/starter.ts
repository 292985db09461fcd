import { SETTINGS } from "../../config/check-config.js";

const WIDTH = 100;

/** A config file that says nothing yet, and of every setting what it is: with the slashes taken away it holds. */
export function starterConfig(): string {
  const settings = SETTINGS.flatMap(({ setting, row }) => {
    const value = row.fallback ?? (row.kind === "flag" ? false : "");
    return ["", ...commented(row.help), `  // ${JSON.stringify(setting)}: ${JSON.stringify(value)},`];
  });
  const lines = [
    "{",
    '  "$schema": "./config.schema.json",',
    "",
    "  // Comments are fine here, and so is a comma behind the last setting. Take the slashes away from what",
    "  // is to hold, and change it; a screen that is open sees it at once.",
    ...settings,
    "",
    "  // Keys by command; `logstream keys` lists both. An empty list takes a command's keys away.",
    '  // "keys": { "quit": ["ctrl-c", "ctrl-q"] },',
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function commented(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(`  // ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
