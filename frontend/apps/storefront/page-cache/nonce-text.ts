import { constants, crc32, deflateRawSync } from "node:zlib";

const WINDOW = 32 * 1024; // how far back deflate refers
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]); // RFC 1952: gzip, deflate, no name, no time, Unix
const LAST_BLOCK = Buffer.from([3, 0]); // RFC 1951: an empty one that says it is the last
const NEVER_IN_A_TEXT = "\u0001";

/**
 * A text with a nonce in many places, which is another one each time it is sent. What lies between is compressed once, when it is
 * first wanted: `docs/decisions/0068-kept-pages-are-kept-compressed.md`.
 */
export class NonceText {
  readonly #parts: Buffer[];
  readonly #nonceLength: number;
  #compressed: Buffer[] | undefined;

  constructor(text: string, nonce: string) {
    this.#parts = text.split(nonce).map((part) => Buffer.from(part));
    this.#nonceLength = nonce.length;
  }

  /** About: compressed and plain. */
  get bytes(): number {
    return Math.ceil(this.#parts.reduce((sum, part) => sum + part.length * 1.3, 0));
  }

  plain(nonce: string): Buffer {
    return Buffer.concat(between(this.#parts, Buffer.from(nonce)));
  }

  /** The whole text as a gzip file. The nonce must have the first one's length. */
  gzip(nonce: string): Buffer {
    this.#compressed ??= this.#compress();
    const word = Buffer.from(nonce);
    if (word.length !== this.#nonceLength) throw new Error("a nonce of another length");
    const blocks = between(this.#compressed, stored(word));
    return Buffer.concat([HEADER, ...blocks, LAST_BLOCK, this.#trailer(word)]);
  }

  /** Each part refers back to the text before it, where the nonce's place is taken by bytes that no part has: nothing refers to a nonce. */
  #compress(): Buffer[] {
    const place = Buffer.from(NEVER_IN_A_TEXT.repeat(this.#nonceLength));
    let before: Buffer = Buffer.alloc(0);
    return this.#parts.map((part) => {
      const options = { level: 9, finishFlush: constants.Z_SYNC_FLUSH };
      const block = deflateRawSync(part, before.length ? { ...options, dictionary: before } : options);
      before = Buffer.concat([before, part, place]).subarray(-WINDOW);
      return block;
    });
  }

  #trailer(nonce: Buffer): Buffer {
    const all = between(this.#parts, nonce);
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(all.reduce((sum, part) => crc32(part, sum), 0));
    trailer.writeUInt32LE(all.reduce((sum, part) => sum + part.length, 0) % 2 ** 32, 4);
    return trailer;
  }
}

/** A block of RFC 1951 that is not compressed. */
function stored(word: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(word.length, 1);
  head.writeUInt16LE(0xffff - word.length, 3);
  return Buffer.concat([head, word]);
}

function between(parts: Buffer[], word: Buffer): Buffer[] {
  return parts.flatMap((part, place) => (place ? [word, part] : [part]));
}
