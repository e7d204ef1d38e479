import { existsSync, readFileSync } from 'node:fs';

/** Whether a hostname (IPv6 with or without brackets) means the machine itself. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[?::1\]?)$/i.test(hostname);
}

/** The part of the file system that tells; a test gives its own. */
export interface ContainerTraces {
  exists(path: string): boolean;
  /** The file's text, or `''` when there is none. */
  read(path: string): string;
}

const MARKERS = ['/.dockerenv', '/run/.containerenv'];

/** Whether this process runs in a container: Docker and Podman leave a file, others show in the cgroup. */
export function detectContainer(traces: ContainerTraces = realTraces()): boolean {
  if (MARKERS.some((path) => traces.exists(path))) return true;
  return /docker|containerd|kubepods|libpod|lxc/.test(traces.read('/proc/1/cgroup'));
}

function realTraces(): ContainerTraces {
  return {
    exists: existsSync,
    read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
  };
}
