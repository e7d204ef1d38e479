/** Makes an animated PNG of pictures of one size; browsers show it like any PNG. Source: the PNG specification, third edition. */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
}

/** @param frames PNG files of the same size and colour type, with how many milliseconds each is shown */
export function animatedPng(frames: readonly { readonly png: Buffer; readonly ms: number }[]): Buffer {
  const [first] = frames;
  const header = first && chunksOf(first.png).find(({ type }) => type === 'IHDR');
  if (!header) throw new Error('An animation needs at least one picture.');
  let sequence = 0;
  const output = [SIGNATURE, chunk('IHDR', header.data), chunk('acTL', integers(frames.length, 0))];
  for (const [index, { png, ms }] of frames.entries()) {
    const size = header.data.subarray(0, 8);
    const delay = Buffer.alloc(6);
    delay.writeUInt16BE(ms, 0);
    delay.writeUInt16BE(1000, 2);
    output.push(chunk('fcTL', Buffer.concat([integers(sequence++), size, integers(0, 0), delay])));
    const data = Buffer.concat(chunksOf(png).flatMap((one) => (one.type === 'IDAT' ? [one.data] : [])));
    output.push(
      index === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([integers(sequence++), data])),
    );
  }
  return Buffer.concat([...output, chunk('IEND', Buffer.alloc(0))]);
}

function chunksOf(png: Buffer): PngChunk[] {
  const chunks: PngChunk[] = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

function integers(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32BE(value, index * 4);
  return buffer;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([integers(data.length), body, integers(crc(body))]);
}

/** The CRC-32 of PNG and zip. */
function crc(data: Buffer): number {
  let value = 0xffffffff;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
