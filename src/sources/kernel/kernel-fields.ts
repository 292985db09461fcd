import type { RawRecord } from "../../core/batch.js";
import type { FieldValue } from "../../core/entry.js";
import type { BootClock } from "./boot-clock.js";
import type { KmsgRecord } from "./kmsg-record.js";

const KERNEL_FACILITY = 0;

/** `name[123]: ` or `name: ` at the start of what a program wrote into the kernel log. */
const WRITER = /^([^\s[\]:]{1,64})(?:\[(\d{1,10})\])?: +/;
const WRITER_BYTES = 96;

/**
 * The record with the names that the journal uses, so that one query finds both. As journald does it, the program that
 * wrote a line from user space is taken off its front; what the kernel printed itself stays whole.
 */
export function kernelRecord(
  kmsg: KmsgRecord,
  clock: BootClock,
  boot: string | undefined,
): { readonly record: RawRecord; readonly text: Uint8Array } {
  const writer = kmsg.facility === KERNEL_FACILITY ? undefined : writerOf(kmsg.text);
  const identifier = kmsg.facility === KERNEL_FACILITY ? "kernel" : writer?.identifier;
  const fields: Record<string, FieldValue> = {
    ...kmsg.properties,
    PRIORITY: String(kmsg.severity),
    SYSLOG_FACILITY: String(kmsg.facility),
    _TRANSPORT: "kernel",
    SEQNUM: String(kmsg.sequence),
    MONOTONIC_USEC: String(kmsg.uptimeUs),
  };
  if (identifier !== undefined) fields["SYSLOG_IDENTIFIER"] = identifier;
  if (writer?.pid !== undefined) fields["SYSLOG_PID"] = writer.pid;
  if (boot !== undefined) fields["_BOOT_ID"] = boot;
  if (kmsg.caller !== undefined) fields["CALLER"] = kmsg.caller;
  // A piece of a line: kept as a record of its own, and marked, because the rest may never come.
  if (kmsg.flags !== "-") fields["FLAGS"] = kmsg.flags;
  return { record: { at: clock.at(kmsg.uptimeUs), fields }, text: kmsg.text.subarray(writer?.bytes ?? 0) };
}

type Writer = { readonly identifier: string; readonly pid: string | undefined; readonly bytes: number };

function writerOf(text: Uint8Array): Writer | undefined {
  // One character a byte, so that the match's length counts bytes.
  const head = Buffer.from(text.subarray(0, WRITER_BYTES)).toString("latin1");
  const [all, identifier, pid] = WRITER.exec(head) ?? [];
  if (all === undefined || identifier === undefined || !/^[\x21-\x7e]+$/.test(identifier)) return undefined;
  return { identifier, pid, bytes: all.length };
}
