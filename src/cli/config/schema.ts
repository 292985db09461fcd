import { KEY_COMMANDS } from "../../app/keys/table.js";
import { SETTINGS } from "../../config/check-config.js";
import type { OptionRow } from "../../config/option-row.js";

/** The config file's JSON schema, made from the tables of options and commands. */
export function configSchema(): Readonly<Record<string, unknown>> {
  const settings = SETTINGS.map(({ setting, row }) => [setting, schemaOf(row)] as const);
  const keys = KEY_COMMANDS.map(
    ({ id, summary }) => [id, { $ref: "#/definitions/keys", description: summary }] as const,
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "logstream's config file",
    type: "object",
    allowComments: true,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: "string" },
      ...Object.fromEntries(settings),
      keys: {
        type: "object",
        description: "keys by command; an empty list takes a command's keys away",
        properties: Object.fromEntries(keys),
        additionalProperties: false,
      },
    },
    additionalProperties: false,
    definitions: { keys: { type: "array", items: { type: "string" }, examples: [["g g"], ["ctrl-d", "pagedown"]] } },
  };
}

function schemaOf({ kind, choices, fallback, help }: OptionRow): Readonly<Record<string, unknown>> {
  const standing = fallback === undefined ? (kind === "flag" ? { default: false } : {}) : { default: fallback };
  const description = help;
  if (kind === "flag") return { type: "boolean", description, ...standing };
  if (choices !== undefined) return { enum: choices, description, ...standing };
  return { type: kind === "text" ? ["string", "number"] : "string", description, ...standing };
}
