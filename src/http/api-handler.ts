import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers a program's request below a mount point, which `req.url` has no more. Rejects with what is wrong;
 * whoever mounted it answers that.
 */
export type ApiHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;
