import { existsSync, readFileSync } from 'node:fs';

/** Whether a hostname (IPv6 with or without brackets) refers to this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[?::1\]?)$/i.test(hostname);
}

/** The access to the file system that the detection needs. */
export interface FileAccess {
  exists(path: string): boolean;
  /** Returns the text of a file, or `''` if there is no such file. */
  read(path: string): string;
}

const MARKER_FILES = ['/.dockerenv', '/run/.containerenv'];

/** Whether this process runs in a container. Docker and Podman create a marker file, others appear in the cgroup. */
export function detectContainer(files: FileAccess = realFiles()): boolean {
  if (MARKER_FILES.some((path) => files.exists(path))) return true;
  return /docker|containerd|kubepods|libpod|lxc/.test(files.read('/proc/1/cgroup'));
}

function realFiles(): FileAccess {
  return {
    exists: existsSync,
    read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
  };
}
