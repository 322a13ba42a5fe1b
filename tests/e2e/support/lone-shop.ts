import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";
import { getPage } from "./pages.ts";
import { BASE, OTHER_SHOP_PORT } from "./settings.ts";

const STOREFRONT = new URL("../../../frontend/apps/storefront/", import.meta.url).pathname;
const START = { timeout: 90_000, interval: 200 };

/** A storefront of its own, whose way to the API is ours to break. */
export class LoneShop {
  readonly port = OTHER_SHOP_PORT;
  private readonly process: ChildProcess;
  private readonly api: Server;

  private constructor(process: ChildProcess, api: Server) {
    this.process = process;
    this.api = api;
  }

  /** Start one whose calls of the API go to `answer`. */
  static async start(answer: RequestListener): Promise<LoneShop> {
    const api = createServer(answer);
    const environment = {
      ...process.env,
      NODE_ENV: "production",
      GM_API_INTERNAL: `http://127.0.0.1:${await listen(api)}`,
    };
    const shop = spawn(process.execPath, ["server.ts", `--port=${OTHER_SHOP_PORT}`], {
      cwd: STOREFRONT,
      env: environment,
      stdio: "ignore",
    });
    await vi.waitFor(() => getPage("eu.localhost", "/api/live", {}, OTHER_SHOP_PORT), START);
    return new LoneShop(shop, api);
  }

  async stop(): Promise<void> {
    this.process.kill("SIGKILL");
    await once(this.process, "exit");
    this.api.closeAllConnections();
    this.api.close();
  }
}

/** Let the running API answer. */
export const passOn: RequestListener = (asked, response) => {
  const { method, url, headers } = asked;
  const call = request({ host: "127.0.0.1", port: BASE, path: url, method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  call.on("error", () => response.destroy());
  asked.pipe(call);
};

/** As if there were none. */
export const hangsUp: RequestListener = (_, response) => void response.destroy();

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
