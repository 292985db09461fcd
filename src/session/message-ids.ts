/** systemd's MESSAGE_IDs of what happens to a unit (sd-messages.h). */
export const MessageId = {
  starting: "7d4958e842da4a758f6c1cdc7b36dcc5",
  started: "39f53479d3a045ac8e11786248231fbf",
  startFailed: "be02cf6855d2428ba40df7e9d022f03d",
  processExited: "98e322203f7a4ed290d09fe03c09fe15",
  failed: "d9b373ed55a64feb8242e02dbe79a49c",
  stopped: "9d1aaa27d60140bd96365438aad20286",
  deactivated: "7ad2d189f7e94e70a38c781354912448",
  reloaded: "7b05ebc668384222baa8881179cfda54",
} as const;
