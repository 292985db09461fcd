import type { Usage } from "../command.js";

export const run: Usage = {
  name: "run",
  summary: "run a command and record it as a session: its output, its end, and what systemd did meanwhile",
  args: "<command> [argument...]",
  options: ["name", "journal", "output", "json"],
  passesOptions: true,
  examples: [
    "logstream run -- systemctl restart nginx",
    "logstream run --name backup -- ./backup.sh --all",
    "logstream run -o json -- nix build .#site",
  ],
};
