import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Answers up to this size are not counted; a system's buffer takes them, in characters. */
const SMALL = 64 * 1024;

/** How much of the answers of all clients may wait to be read, in characters. */
const UNREAD_LIMIT = 128 * 1024 * 1024;

/** Counts answers that clients have asked for and not read, so that they cannot fill the memory. */
export class UnreadAnswers {
  #waiting = 0;
  /** What waits on each connection. */
  readonly #waitingOn = new Map<Socket, number>();

  /** Whether an answer of this size can wait as well. */
  hasRoom(size: number): boolean {
    return size <= SMALL || this.#waiting + size <= UNREAD_LIMIT;
  }

  /** Counts an answer until its client has read it or is gone. */
  add(res: ServerResponse, size: number): void {
    const { socket } = res.req;
    if (size <= SMALL || socket.destroyed) return;
    if (!this.#waitingOn.has(socket)) {
      // A response that waits behind others on its connection gets no `close` of its own when that breaks.
      socket.once('close', () => {
        this.#change(socket, -(this.#waitingOn.get(socket) ?? 0));
        this.#waitingOn.delete(socket);
      });
      this.#waitingOn.set(socket, 0);
    }
    this.#change(socket, size);
    res.once('close', () => {
      if (this.#waitingOn.has(socket)) this.#change(socket, -size);
    });
  }

  #change(socket: Socket, size: number): void {
    this.#waiting += size;
    this.#waitingOn.set(socket, (this.#waitingOn.get(socket) ?? 0) + size);
  }
}
