/** JSON that was written for an object that cannot change, kept with that object. */
export interface KeptTexts {
  /** `selection`: everything that makes the text besides the object. */
  get(selection: string, object: object): string | undefined;
  set(selection: string, object: object, text: string): void;
}

type Shelf = Map<string, WeakMap<object, string>>;

/** Of an entry besides its text, and of a selection that is new on a shelf (measured, 2026-11-21). */
const bytesPerEntry = 100;
const bytesPerSelection = 2000;

/**
 * At most `maxBytes` of texts, on two shelves: when the young one is half of that, the old one is dropped and takes its
 * place. What is used moves to the young one. A text goes with its object as soon as nobody else holds that.
 */
export function openKeptTexts(maxBytes: number): KeptTexts {
  let young: Shelf = new Map();
  let old: Shelf = new Map();
  let bytes = 0;
  const put = (selection: string, object: object, text: string) => {
    const size = 2 * text.length + bytesPerEntry;
    if (size > maxBytes / 8) return;
    if (bytes + size > maxBytes / 2) {
      old = young;
      young = new Map();
      bytes = 0;
    }
    let texts = young.get(selection);
    if (texts === undefined) {
      texts = new WeakMap();
      young.set(selection, texts);
      bytes += 2 * selection.length + bytesPerSelection;
    }
    texts.set(object, text);
    bytes += size;
  };
  return {
    get(selection, object) {
      const found = young.get(selection)?.get(object);
      if (found !== undefined) return found;
      const aged = old.get(selection)?.get(object);
      if (aged !== undefined) put(selection, object, aged);
      return aged;
    },
    set: put,
  };
}
