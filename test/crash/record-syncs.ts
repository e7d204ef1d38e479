/**
 * Loaded before the program (`--import`): keeps a durable image of the directory AGHANIM_SYNCED_DIRECTORY in
 * AGHANIM_SYNCED_IMAGE, by watching what the program synchronises.
 */
import fs from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { DurableImage } from './durable-image.ts';

const { AGHANIM_SYNCED_DIRECTORY: directory = '', AGHANIM_SYNCED_IMAGE: image = '' } = process.env;
const durable = new DurableImage(directory, image);

const { fsync, fsyncSync, ftruncateSync, openSync } = fs;
function keep(fd: number): void {
  if (fs.fstatSync(fd).isDirectory()) durable.keepNames(fd);
  else durable.keepEnd(fd);
}
fs.fsyncSync = (fd) => {
  fsyncSync(fd);
  keep(fd);
};
fs.fsync = Object.assign(
  (fd: number, done: fs.NoParamCallback) => {
    fsync(fd, (error) => {
      if (error === null) keep(fd);
      done(error);
    });
  },
  { __promisify__: fsync.__promisify__ },
);
fs.openSync = (...args) => {
  const fd = openSync(...args);
  durable.forgetLength(fd);
  return fd;
};
fs.ftruncateSync = (fd, length) => {
  ftruncateSync(fd, length);
  durable.forgetLength(fd);
};
syncBuiltinESMExports();

const handle = await open(directory, 'r');
const prototype = Object.getPrototypeOf(handle) as FileHandle;
await handle.close();
const { sync } = prototype as { sync: (this: FileHandle) => Promise<void> };
prototype.sync = async function (this: FileHandle): Promise<void> {
  await sync.call(this);
  if ((await this.stat()).isDirectory()) durable.keepNames(this.fd);
  else durable.keepFile(this.fd);
};
