import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { vi } from "vitest";
import { shopAnswers } from "./api.ts";
import { BASE, OTHER_SHOP_PORT } from "./settings.ts";

const FOLDER = new URL("../../../frontend/apps/storefront/", import.meta.url).pathname;
const PATIENCE = { timeout: 90_000, interval: 200 };

/** A shop of the test's own, with a line to the API that can be cut. The marketplace's own shop and the other tests do not notice. */
export class OwnShop {
  private readonly line: Line;
  private readonly process: ChildProcess;

  private constructor(line: Line, process: ChildProcess) {
    this.line = line;
    this.process = process;
  }

  static async start(): Promise<OwnShop> {
    const line = new Line();
    const port = await line.open();
    const process_ = spawn(process.execPath, ["server.ts", `--port=${OTHER_SHOP_PORT}`], {
      cwd: FOLDER,
      env: { ...process.env, NODE_ENV: "production", GM_API_INTERNAL: `http://127.0.0.1:${port}` },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const shop = new OwnShop(line, process_);
    await vi.waitFor(async () => {
      if (!(await shopAnswers(OTHER_SHOP_PORT))) throw new Error("the test's own shop does not answer");
    }, PATIENCE);
    return shop;
  }

  /** From now on the API does not answer this shop. */
  async cutOff(): Promise<void> {
    await this.line.close();
  }

  async connectAgain(): Promise<void> {
    await this.line.open();
  }

  async stop(): Promise<void> {
    this.process.kill("SIGKILL");
    if (this.process.exitCode === null) await once(this.process, "exit");
    await this.line.close();
  }
}

/** Passes bytes on to the API and back. */
class Line {
  private server: Server | null = null;
  private port = 0;
  private readonly sockets = new Set<Socket>();

  async open(): Promise<number> {
    if (this.server) return this.port;
    this.server = createServer((socket) => {
      const onward = connect(BASE, "127.0.0.1");
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        this.sockets.add(one);
        one.pipe(other);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          this.sockets.delete(one);
          other.destroy();
        });
      }
    });
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
    const address = this.server.address();
    if (typeof address === "object" && address) this.port = address.port;
    return this.port;
  }

  async close(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = null;
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(server, "close");
  }
}
