import { openSync, writeSync } from 'node:fs';
import { realDisk, type Disk } from '../../src/store/disk.ts';

/** A disk that can be full, and so sick that it does not even take back what was half written. */
export class FailingDisk implements Disk {
  full = false;
  sick = false;

  write(fd: number, bytes: Buffer, position: number): number {
    if (!this.full) return realDisk.write(fd, bytes, position);
    if (bytes.length > 40) return realDisk.write(fd, bytes.subarray(0, bytes.length - 40), position);
    // The system's own refusal: this device is always full.
    return writeSync(openSync('/dev/full', 'w'), bytes);
  }

  truncate(fd: number, length: number): void {
    if (this.sick) throw Object.assign(new Error('EIO: i/o error, ftruncate'), { code: 'EIO' });
    realDisk.truncate(fd, length);
  }
}
