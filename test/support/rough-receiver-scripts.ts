import type { Socket } from 'node:net';
import type { Handler } from './rough-receiver.ts';

/** The ways in which a receiver can misbehave; each is a script for `receiver.answer()`. */

/** Accepts the request and never answers. */
export const hang = (): Handler => () => undefined;

/** Ends the connection with a TCP reset. */
export const reset = (): Handler => (_request, socket) => {
  socket.resetAndDestroy();
  return undefined;
};

/** Closes the connection cleanly, without an answer. */
export const hangUp = (): Handler => (_request, socket) => {
  socket.end();
  return undefined;
};

/** Writes these bytes instead of an answer; the connection stays open unless `end` is given. */
export const raw =
  (bytes: string | Uint8Array, after?: 'end' | 'reset'): Handler =>
  (_request, socket) => {
    socket.write(bytes, () => {
      if (after === 'end') socket.end();
      if (after === 'reset') socket.resetAndDestroy();
    });
    return undefined;
  };

/** Writes `piece` every `everyMs` until the connection is closed. */
export const trickle =
  (opening: string, piece: string, everyMs = 5): Handler =>
  (_request, socket) => {
    socket.write(opening);
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.once('close', () => {
      clearInterval(timer);
    });
    return undefined;
  };

/** One byte of a header line at a time, for ever. */
export const trickledHeaders = (): Handler => trickle('HTTP/1.1 200 OK\r\nX-Slow: ', 'a');

/** A byte of body at a time, for ever: each byte restarts an idle timeout. */
export const trickledBody = (): Handler => trickle(opening('Content-Length: 1000000'), 'a');

/** Header lines as fast as the other side takes them. */
export const endlessHeaders = (): Handler => flood('HTTP/1.1 200 OK\r\n', `X-More: ${'a'.repeat(1000)}\r\n`);

/** A chunked body without an end, as fast as the other side takes it. */
export const endlessBody = (): Handler =>
  flood(opening('Transfer-Encoding: chunked'), `10000\r\n${'a'.repeat(0x10000)}\r\n`);

/** A body of the given length, announced and really sent. */
export const hugeBody = (bytes: number): Handler =>
  flood(opening(`Content-Length: ${bytes}`), 'a'.repeat(65536));

/** Informational answers without end, and never a final one. */
export const informational = (status = 103): Handler => trickle('', `HTTP/1.1 ${status} Early\r\n\r\n`, 1);

function opening(header: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n${header}\r\n\r\n`;
}

function flood(first: string, piece: string): Handler {
  return (_request, socket) => {
    socket.write(first);
    pour(socket, piece);
    return undefined;
  };
}

function pour(socket: Socket, piece: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}
