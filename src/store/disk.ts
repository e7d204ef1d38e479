import { ftruncateSync, writeSync } from 'node:fs';

/** How the journal reaches its file; a port, so that a test can have a disk that is full. */
export interface Disk {
  /** Writes some or all of `bytes` at `position` of the file; returns how many. */
  write(fd: number, bytes: Buffer, position: number): number;
  truncate(fd: number, length: number): void;
}

export const realDisk: Disk = {
  write: (fd, bytes, position) => writeSync(fd, bytes, 0, bytes.length, position),
  truncate: ftruncateSync,
};

/** @throws the file system's error, perhaps when a part is written. */
export function writeAll(disk: Disk, fd: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += disk.write(fd, bytes.subarray(done), position + done);
  }
}
