import { createServer } from "node:http";
import { parseArgs } from "node:util";
import compression from "compression";
import next from "next";
import type { Handler } from "./handler.ts";
import { rememberLocale } from "./locale.ts";

const STOP_WAIT_MS = 10_000;

interface Options {
  /** The app's folder: where its build and its messages are. */
  folder: string;
  /** Unless the command line names another by `--port`. */
  port: number;
  /** What stands around Next.js. */
  around: (render: Handler) => Handler;
  /** Requests that never reach Next.js, by path. */
  direct?: Record<string, Handler>;
}

/** Run an app's build: `node server.ts --port 8001 --hostname 127.0.0.1`. It stops on SIGTERM, after what is under way. */
export async function serve({ folder, port: usualPort, around, direct = {} }: Options): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: "string" }, hostname: { type: "string", default: "127.0.0.1" } },
  });
  const port = Number(values.port ?? usualPort);
  process.chdir(folder); // from where the pages' code names files, as under "next dev"
  // Next writes 127.0.0.1 as localhost in addresses: under any other name it would take its own rewrites for another server's.
  const app = next({ dev: false, dir: folder, hostname: "localhost", port });
  await app.prepare();
  const render = app.getRequestHandler();
  const answer = around((request, response) => render(request, response));
  const compress = compression({ level: 4 });

  const server = createServer((request, response) => {
    const own = direct[request.url ?? ""];
    if (own) {
      void own(request, response);
      return;
    }
    // Without a gateway in front the connection itself says who calls.
    request.headers["x-forwarded-for"] ??= request.socket.remoteAddress ?? "";
    rememberLocale(request, response);
    compress(request as never, response as never, () => void answer(request, response));
  });
  server.listen(port, values.hostname);

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), STOP_WAIT_MS).unref();
      server.close(() => process.exit(0));
      server.closeIdleConnections();
    });
  }
}
