import { closeSync, openSync, writeSync } from 'node:fs';
import { openScratch } from '../model/scratch.ts';
import { systemCodeOf } from '../model/system-code.ts';

/** Where lines of JSON go. */
export interface Lines {
  /** Returns when the line is with the system. Throws when it cannot be written. */
  write(line: string): void;
  /** Opens the file anew: what was there may have been moved away. Does nothing to standard output. */
  reopen(): void;
}

const standardOutput = 1;

/** Standard output, or a file at whose end is written; only its owner may read it. Throws when it cannot be opened. */
export function openLines(to: 'stdout' | { readonly file: string }): Lines {
  if (to === 'stdout') {
    return { write: wholeLines((bytes) => writeSync(standardOutput, bytes)), reopen: () => undefined };
  }
  const open = () => openSync(to.file, 'a', 0o600);
  let descriptor = open();
  return {
    write: wholeLines((bytes) => writeSync(descriptor, bytes)),
    reopen: () => {
      const next = open();
      closeSync(descriptor);
      descriptor = next;
    },
  };
}

/** More than most lines take. */
const scratchBytes = 16 * 1024;
/** A reader that is slow, of a pipe that does not block, is waited for: so often, so many milliseconds. */
const patience = { tries: 200, pauseMs: 5 };

/**
 * Synchronous, so that a line is out before what it tells of, and none is lost when the process ends. Of a line that
 * broke off, on a full disk for instance, the rest is lost; the next one begins on a line of its own.
 * `write` gives the number of bytes that it took.
 */
export function wholeLines(write: (bytes: Uint8Array) => number): (line: string) => void {
  let isBroken = false;
  // A line is out before the next one comes.
  const scratch = openScratch(scratchBytes);
  return (line) => {
    const whole = scratch.encode(isBroken ? `\n${line}` : line);
    let taken = 0;
    for (let waits = 0; taken < whole.length; ) {
      try {
        taken += write(whole.subarray(taken));
        isBroken = taken < whole.length;
      } catch (error) {
        waits += 1;
        if (!isBusy(error) || waits > patience.tries) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, patience.pauseMs);
      }
    }
  };
}

function isBusy(error: unknown): boolean {
  return systemCodeOf(error) === 'EAGAIN';
}
