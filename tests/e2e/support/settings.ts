/** What the launcher tells about the running marketplace; `make e2e` sets them. */
export const BASE = Number(process.env.GM_PORT_BASE ?? 8000);
export const SHOP_PORT = BASE + 1;
export const VENDOR_PORT = BASE + 2;
export const ADMIN_PORT = BASE + 3;
export const MAIL_FOLDER = process.env.GM_MAIL_DIR ?? "";

/** Where a test may start a shop of its own. */
export const OTHER_SHOP_PORT = BASE + 40;

/**
 * An address for one person: the marketplace limits what comes from one address, and all tests have this machine's. The range is that of
 * benchmarks (RFC 2544), nobody's.
 */
export function newAddress(): string {
  const [second = 0, third = 0, fourth = 0] = crypto.getRandomValues(new Uint8Array(3));
  return `198.${18 + (second % 2)}.${third}.${fourth}`;
}

/** The browser's program, which `make e2e` finds or installs. */
export const CHROMIUM = process.env.CHROMIUM ?? "";

/** The browser's sandbox does not run as root, as which CI does. */
export const BROWSER_OPTIONS = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
