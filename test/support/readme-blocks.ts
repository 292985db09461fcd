import { DEFAULT_BINDINGS } from "../../src/app/keys/bindings.js";
import { keySections } from "../../src/app/keys/table.js";
import { COMMANDS } from "../../src/cli/commands/registry.js";
import { schemaText } from "../../src/cli/sql/schema-text.js";
import type { OptionRow } from "../../src/config/option-row.js";
import { OPTIONS } from "../../src/config/options.js";
import { optionNames } from "../../src/config/settings.js";
import { visible } from "../../src/lib/visible.js";
import { STAGES } from "../../src/core/query/stages/registry.js";
import { FORMATS } from "../../src/parse/formats/registry.js";
import { SOURCE_KINDS } from "../../src/sources/registry.js";
import { findTheme, themeNames } from "../../src/theme/find.js";

/** The parts of README.md that are made from the program's own tables, by the name between their markers. */
export function readmeBlocks(): Readonly<Record<string, string>> {
  return {
    commands: commandTable(),
    sources: table(
      ["source", "for example", "what it is"],
      SOURCE_KINDS.map(({ scheme, example, summary }) => [code(`${scheme}:`), code(example), text(summary)]),
    ),
    keys: keyTable(),
    options: optionTable(),
    formats: table(
      ["format", "what it is", "a line of it"],
      FORMATS.map(({ name, summary, samples }) => [name, text(summary), code(shortened(samples[0]?.line ?? ""))]),
    ),
    themes: themeList(),
    stages: table(
      ["stage", "gives"],
      Object.values(STAGES).map(({ form, summary }) => [code(form), text(summary)]),
    ),
  };
}

/** The part of docs/sql.md that is made from the schema. */
export function sqlBlocks(): Readonly<Record<string, string>> {
  return { schema: `\`\`\`text\n${schemaText()}\`\`\`` };
}

/** The text with each block between its markers replaced by what it should be. */
export function withBlocks(readme: string, blocks: Readonly<Record<string, string>>): string {
  return Object.entries(blocks).reduce((before, [name, block]) => {
    const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!marked.test(before)) throw new Error(`README.md has no <!-- ${name} --> … <!-- /${name} -->`);
    return before.replace(marked, (_, start: string, end: string) => `${start}${block}\n${end}`);
  }, readme);
}

function commandTable(): string {
  return table(
    ["command", "does"],
    COMMANDS.map(({ name, args, summary }) => [code(`logstream ${name} ${args}`.trimEnd()), text(summary)]),
  );
}

/** One row for each heading: the keys are many, and `logstream keys` prints them one by one. */
function keyTable(): string {
  const rows = keySections(DEFAULT_BINDINGS).map(({ title, rows: keys }) => {
    const each = keys.map((row) => `${row.keys.map(code).join(" ")} ${text(lowered(row.summary))}`);
    return [`**${title}**`, each.join(" · ")];
  });
  return table(["", "keys"], rows);
}

function optionTable(): string {
  const rows = optionNames().map((name) => {
    const { flags, env, setting, fallback, help }: OptionRow = OPTIONS[name];
    const optional = [env, setting, fallback === undefined ? undefined : String(fallback)];
    return [code(flags), ...optional.map((each) => (each === undefined ? "" : code(each))), text(help)];
  });
  return table(["option", "variable", "setting", "default", "does"], rows);
}

function themeList(): string {
  const names = themeNames("/nonexistent").map((name) => {
    const found = findTheme(name, "/nonexistent");
    return `${code(name)} (${found.ok ? `for ${found.value.theme.appearance} terminals` : found.fault.message})`;
  });
  const moving = `${code("auto")} follows the terminal's background, ${code("daylight")} the hour`;
  return `${moving} (light from 7 to 19 o'clock); there are ${names.join(", ")}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `|${cells.map((cell) => (cell === "" ? " " : ` ${cell} `)).join("|")}|`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** A code span in a table: its bars must be escaped, its backticks outnumbered, its control characters seen. */
function code(content: string): string {
  if (content === "") return "";
  const shown = visible(content).replaceAll("|", "\\|");
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}

/** Prose in a table. */
function text(content: string): string {
  return content.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

const WIDTH = 72;

function shortened(line: string): string {
  const [first = ""] = line.split("\n");
  return first.length <= WIDTH ? first : `${first.slice(0, WIDTH - 1)}…`;
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
