/**
 * All chance in the emulator comes from here, and all of it is repeatable: the same parts give the same hash,
 * the same hash the same stream of numbers, on every machine.
 */
export function hashOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    if (typeof part === 'number') {
      hash = stir(hash ^ (part | 0));
      hash = stir(hash ^ Math.floor(part / 0x1_0000_0000));
    } else {
      for (let index = 0; index < part.length; index++) {
        hash = Math.imul(hash ^ part.charCodeAt(index), 0x01000193);
      }
    }
    hash = Math.imul(hash ^ 0xff, 0x01000193);
  }
  return stir(hash) >>> 0;
}

/** A stream of numbers (sfc32). Its state is 128 bits wide: a narrower one would repeat event ids. */
export class Random {
  #a: number;
  #b: number;
  #c = 0x9e3779b9;
  #counter = 1;

  constructor(seed: number, stream = 0) {
    this.#a = seed | 0;
    this.#b = stream | 0;
    for (let round = 0; round < 8; round++) this.next();
  }

  /** An integer of 32 bits, 0 to 4294967295. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** At least 0, below 1. */
  share(): number {
    return this.next() / 0x1_0000_0000;
  }

  /** An integer from 0 to below `bound`. */
  below(bound: number): number {
    return Math.floor(this.share() * bound);
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.share() < probability;
  }

  /** A whole number whose mean is `expected`. */
  around(expected: number): number {
    return Math.floor(expected + this.share());
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error('Random.pick needs a list with at least one item');
    return item;
  }

  /** `length` characters out of `alphabet`. */
  text(length: number, alphabet: string): string {
    let text = '';
    for (let index = 0; index < length; index++) text += alphabet.charAt(this.below(alphabet.length));
    return text;
  }

  digits(length: number): string {
    return this.text(1, '123456789') + this.text(length - 1, '0123456789');
  }

  /** An upper-case UUID, as ActionTrail's event and request ids are. */
  uuid(): string {
    return hexText(this, 36, UUID_DASHES);
  }

  /** Upper-case hexadecimal digits; `length` is even and at most 36. */
  hex(length: number): string {
    return hexText(this, length, '');
  }
}

const HEX = Buffer.from('0123456789ABCDEF', 'latin1');
const UUID_DASHES = '        -    -    -    -            ';
const scratch = Buffer.alloc(36);

/** Written into one buffer and read as one string: joined pieces would keep ten strings alive per id. */
function hexText(random: Random, length: number, dashes: string): string {
  let bits = 0;
  let left = 0;
  for (let index = 0; index < length; index++) {
    if (dashes.charAt(index) === '-') {
      scratch[index] = 0x2d;
      continue;
    }
    if (left === 0) {
      bits = random.next();
      left = 8;
    }
    scratch[index] = HEX[bits & 15] ?? 0;
    bits >>>= 4;
    left--;
  }
  return scratch.toString('latin1', 0, length);
}

function stir(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
