import { request } from "node:http";
import { SHOP_PORT } from "./settings.ts";

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** What allows the page's scripts to run. */
  nonce: string;
}

/** Ask a region's shop for an address, as a browser without cookies does. */
export function getPage(
  host: string,
  path: string,
  headers: Record<string, string> = {},
  port = SHOP_PORT,
): Promise<Answer> {
  const sent = { Host: `${host}:${port}`, Accept: "text/html,*/*;q=0.8", ...headers };
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, path, headers: sent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => {
        const [, nonce = ""] = /'nonce-([^']+)'/.exec(String(response.headers["content-security-policy"])) ?? [];
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, nonce });
      });
    });
    call.on("error", reject);
    call.end();
  });
}
