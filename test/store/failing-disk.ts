import { openSync, writeSync } from 'node:fs';
import { realDisk, type Disk } from '../../src/store/journal.ts';

/** A disk that can be full, and on which removing a partly written line can fail as well. */
export class FailingDisk implements Disk {
  full = false;
  failsToTruncate = false;

  write(fd: number, bytes: Buffer, position: number): number {
    if (!this.full) return realDisk.write(fd, bytes, position);
    if (bytes.length > 40) return realDisk.write(fd, bytes.subarray(0, bytes.length - 40), position);
    // The error of the system itself: this device is always full.
    return writeSync(openSync('/dev/full', 'w'), bytes);
  }

  truncate(fd: number, length: number): void {
    if (this.failsToTruncate) throw Object.assign(new Error('EIO: i/o error, ftruncate'), { code: 'EIO' });
    realDisk.truncate(fd, length);
  }
}
