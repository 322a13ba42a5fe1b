import type { IncomingMessage, ServerResponse } from "node:http";

const KEPT_HEADERS = new Set(["set-cookie", "vary"]);

/** A browser asks for a page to show, not one of the app's scripts for what to put into it. */
export function isForPage({ headers }: IncomingMessage): boolean {
  return (headers.accept ?? "").includes("text/html") && !("rsc" in headers) && !("next-action" in headers);
}

/** If `isReplaced` when the first byte would be sent, the whole answer is left out: `send` is called at its end, with the visitor's cookies alone. */
export function replaceAnswer(response: ServerResponse, isReplaced: () => boolean, send: () => void): void {
  const original = {
    write: response.write.bind(response) as (...sent: unknown[]) => boolean,
    end: response.end.bind(response) as (...sent: unknown[]) => ServerResponse,
    writeHead: response.writeHead.bind(response) as (...sent: unknown[]) => ServerResponse,
    flushHeaders: response.flushHeaders.bind(response),
  };
  let decided: boolean | null = null; // with the first byte, since the status may change until then
  const isLeftOut = () => {
    decided ??= isReplaced();
    return decided;
  };
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    return isLeftOut() ? response : original.writeHead(status, ...rest);
  }) as ServerResponse["writeHead"];
  response.flushHeaders = () => {
    if (!isLeftOut()) original.flushHeaders();
  };
  response.write = ((...sent: unknown[]) => isLeftOut() || original.write(...sent)) as ServerResponse["write"];
  response.end = ((...sent: unknown[]) => {
    if (!isLeftOut()) return original.end(...sent);
    Object.assign(response, original);
    for (const header of response.getHeaderNames()) if (!KEPT_HEADERS.has(header)) response.removeHeader(header);
    send();
    return response;
  }) as ServerResponse["end"];
}
