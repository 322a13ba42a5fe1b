import { existsSync } from "node:fs";

/** What the launcher tells about the running marketplace; `make e2e` sets them. */
export const BASE = Number(process.env.GM_PORT_BASE ?? 8000);
export const SHOP_PORT = BASE + 1;
export const MAIL_FOLDER = process.env.GM_MAIL_DIR ?? "";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser's program, or null if there is none. */
export function findChromium(): string | null {
  const wanted = process.env.CHROMIUM ? [process.env.CHROMIUM] : BROWSERS;
  return wanted.find((path) => existsSync(path)) ?? null;
}
