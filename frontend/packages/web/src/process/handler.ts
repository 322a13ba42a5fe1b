import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers a request; handlers stand around each other, Next.js innermost. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
