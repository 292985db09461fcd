import { GLOBAL_OPTIONS, OPTIONS, type OptionName, type OptionRow } from "../../config/options.js";
import { failed, ok } from "../../core/fault.js";
import type { Command } from "../command.js";
import { write } from "../shell.js";
import { ExitCode } from "../exit-code.js";

const SHELLS = ["bash", "zsh", "fish"] as const;

export const completion: Command = {
  name: "completion",
  summary: `print a completion script for ${SHELLS.join(", ")}`,
  args: "<shell>",
  options: [],
  examples: ["logstream completion bash > ~/.local/share/bash-completion/completions/logstream"],
  run: async ({ args, shell, commands }) => {
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
  },
};

type Flag = { readonly long: string; readonly short: string | undefined; readonly row: OptionRow };

function flagOf(name: OptionName): Flag {
  const row: OptionRow = OPTIONS[name];
  const [, short, long = ""] = /^(?:-(\w), )?--([\w-]+)/.exec(row.flags) ?? [];
  return { long, short, row };
}

function flagsOf(command: Command): readonly Flag[] {
  return [...command.options, ...GLOBAL_OPTIONS].map(flagOf);
}

function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const words = flagsOf(command).map(({ long }) => `--${long}`);
    return `    ${command.name}) words="${words.join(" ")}" ;;`;
  });
  return `_logstream() {
  local current=\${COMP_WORDS[COMP_CWORD]} words="${commands.map((command) => command.name).join(" ")}"
  if [ "$COMP_CWORD" -gt 1 ]; then case \${COMP_WORDS[1]} in
${cases.join("\n")}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ $current == -* ]] || COMPREPLY+=($(compgen -f -- "$current"))
}
complete -o filenames -F _logstream logstream
`;
}

function zsh(commands: readonly Command[]): string {
  const described = commands.map((command) => `    '${command.name}:${escaped(command.summary)}'`);
  const cases = commands.map((command) => {
    const flags = flagsOf(command).map(({ long, row }) => `'--${long}[${escaped(row.help)}]'`);
    return `    ${command.name}) _arguments ${flags.join(" ")} '*:file:_files' ;;`;
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

function fish(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c logstream -n __fish_use_subcommand -a ${command.name} -d '${escaped(command.summary)}'`,
    ...flagsOf(command).map(({ long, short, row }) => {
      const shortPart = short === undefined ? "" : ` -s ${short}`;
      const choices = row.choices === undefined ? "" : ` -xa '${row.choices.join(" ")}'`;
      return `complete -c logstream -n '__fish_seen_subcommand_from ${command.name}' -l ${long}${shortPart}${choices} -d '${escaped(row.help)}'`;
    }),
  ]);
  return `${lines.join("\n")}\n`;
}

/** Single quotes and brackets mean something to the shells. */
function escaped(text: string): string {
  return text.replaceAll("'", "").replaceAll("[", "(").replaceAll("]", ")").replaceAll(":", " ");
}
