/** Encodes texts as UTF-8 into one buffer, over and over. */
export interface Scratch {
  /** What comes back is good until the next call, unless the buffer is renewed before. */
  encode(text: string): Uint8Array;
  /** The next text gets a new buffer: what was encoded last is still needed. */
  renew(): void;
}

const encoder = new TextEncoder();

/**
 * A large text is in pieces until somebody wants it whole. To encode it into a buffer that is there already costs less
 * than to have node:http count its bytes first and copy it afterwards. `size`: bytes; larger texts get their own.
 */
export function openScratch(size: number): Scratch {
  let buffer: Uint8Array | null = null;
  return {
    encode(text) {
      if (text.length > size) return Buffer.from(text);
      buffer ??= Buffer.allocUnsafeSlow(size);
      const { read, written } = encoder.encodeInto(text, buffer);
      return read === text.length ? buffer.subarray(0, written) : Buffer.from(text);
    },
    renew() {
      buffer = null;
    },
  };
}
