import type { OptionRow } from "../../config/option-row.js";
import { GLOBAL_OPTIONS, OPTIONS, type OptionName } from "../../config/options.js";
import { failed, ok } from "../../core/fault.js";
import type { Action, Usage } from "../command.js";
import { write } from "../shell.js";
import { ExitCode } from "../exit-code.js";
import { SHELLS } from "../usage/completion.js";

export const completion: Action = async ({ args, shell, commands }) => {
  const [wanted] = args;
  const script =
    wanted === "bash"
      ? bash(commands)
      : wanted === "zsh"
        ? zsh(commands)
        : wanted === "fish"
          ? fish(commands)
          : undefined;
  if (script === undefined) {
    return failed({
      code: "usage",
      message: `no completion for '${wanted ?? ""}'`,
      hint: `use one of ${SHELLS.join(", ")}`,
    });
  }
  await write(shell, script);
  return ok(ExitCode.done);
};

type Flag = { readonly long: string; readonly short: string | undefined; readonly row: OptionRow };

function flagOf(name: OptionName): Flag {
  const row: OptionRow = OPTIONS[name];
  const [, short, long = ""] = /^(?:-(\w), )?--([\w-]+)/.exec(row.flags) ?? [];
  return { long, short, row };
}

function flagsOf(command: Usage): readonly Flag[] {
  return [...command.options, ...GLOBAL_OPTIONS].map(flagOf);
}

function bash(commands: readonly Usage[]): string {
  const optionsOf = (command: Usage) => flagsOf(command).map(({ long }) => `--${long}`);
  const cases = commands.map((command) => `    ${command.name}) options="${optionsOf(command).join(" ")}" ;;`);
  const standard = commands[0] === undefined ? [] : optionsOf(commands[0]);
  const values = valued(commands).map(({ short, long, row }) => {
    const names = [...(short === undefined ? [] : [`-${short}`]), `--${long}`];
    return `    ${names.join("|")}) values="${row.choices?.join(" ") ?? ""}" ;;`;
  });
  return `_logstream() {
  local current=\${COMP_WORDS[COMP_CWORD]} options values=
  case \${COMP_WORDS[1]} in
${cases.join("\n")}
    *) options="${standard.join(" ")}" ;;
  esac
  case \${COMP_WORDS[COMP_CWORD-1]} in
    completion) values="${SHELLS.join(" ")}" ;;
${values.join("\n")}
  esac
  [ "$COMP_CWORD" -gt 1 ] || [[ $current == -* ]] || options="${commands.map(({ name }) => name).join(" ")}"
  mapfile -t COMPREPLY < <(
    if [ -n "$values" ]; then compgen -W "$values" -- "$current"
    elif [ "$COMP_CWORD" = 1 ] || [[ $current == -* ]]; then compgen -W "$options" -- "$current"; fi
    [ -n "$values" ] || [[ $current == -* ]] || compgen -f -- "$current")
}
complete -o filenames -F _logstream logstream
`;
}

/** The options that take one of a few values, each once. */
function valued(commands: readonly Usage[]): readonly Flag[] {
  const flags = commands.flatMap(flagsOf).filter(({ row }) => row.choices !== undefined);
  return [...new Map(flags.map((flag) => [flag.long, flag])).values()];
}

function zsh(commands: readonly Usage[]): string {
  const described = commands.map((command) => `    '${command.name}:${escaped(command.summary)}'`);
  const cases = commands.map((command) => {
    const flags = flagsOf(command).map(({ long, row }) => `'--${long}[${escaped(row.help)}]${zshValue(row)}'`);
    const rest = command.name === "completion" ? `'*:shell:(${SHELLS.join(" ")})'` : "'*:file:_files'";
    return `    ${command.name}) _arguments ${flags.join(" ")} ${rest} ;;`;
  });
  return `#compdef logstream
_logstream() {
  local -a commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then _describe command commands; _files; return; fi
  case $words[2] in
${cases.join("\n")}
  esac
}
_logstream "$@"
`;
}

function zshValue({ kind, choices }: OptionRow): string {
  if (kind === "flag") return "";
  return choices === undefined ? ":value:_files" : `:value:(${choices.join(" ")})`;
}

function fish(commands: readonly Usage[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c logstream -n __fish_use_subcommand -a ${command.name} -d '${escaped(command.summary)}'`,
    ...flagsOf(command).map(({ long, short, row }) => {
      const shortPart = short === undefined ? "" : ` -s ${short}`;
      const choices = row.choices === undefined ? "" : ` -xa '${row.choices.join(" ")}'`;
      const value = row.kind === "flag" || row.choices !== undefined ? "" : " -r";
      const condition = `'__fish_seen_subcommand_from ${command.name}'`;
      return `complete -c logstream -n ${condition} -l ${long}${shortPart}${choices}${value} -d '${escaped(row.help)}'`;
    }),
  ]);
  const shells = `complete -c logstream -n '__fish_seen_subcommand_from completion' -xa '${SHELLS.join(" ")}'`;
  return `${[...lines, shells].join("\n")}\n`;
}

/** Single quotes and brackets mean something to the shells. */
function escaped(text: string): string {
  return text.replaceAll("'", "").replaceAll("[", "(").replaceAll("]", ")").replaceAll(":", " ");
}
