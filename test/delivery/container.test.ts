import { describe, expect, it } from 'vitest';
import { detectContainer, isLoopback } from '../../src/delivery/diagnosis/container.ts';

describe('a container', () => {
  const traces: [what: string, path: string, text: string, found: boolean][] = [
    ["Docker's file", '/.dockerenv', '', true],
    ["Podman's file", '/run/.containerenv', '', true],
    ['a Kubernetes cgroup', '/proc/1/cgroup', '0::/kubepods/besteffort/pod1', true],
    ['the cgroup of a plain machine', '/proc/1/cgroup', '0::/init.scope', false],
    ['another file', '/etc/hostname', 'docker', false],
  ];
  it.each(traces)('is told by its traces: %s', (_what, path, text, found) => {
    const exists = (asked: string) => asked === path;
    expect(detectContainer({ exists, read: (asked) => (asked === path ? text : '') })).toBe(found);
  });

  it('is looked for on this machine without an error', () => {
    expect(typeof detectContainer()).toBe('boolean');
  });
});

describe('a loopback host', () => {
  it.each(['localhost', 'LOCALHOST', 'game.localhost', '127.0.0.1', '127.1.2.3', '[::1]', '::1'])(
    'is %s',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  it.each(['localhost.example.com', 'host.docker.internal', '10.0.0.1', '[::2]', 'my127.0.0.1', ''])(
    'is not %s',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
