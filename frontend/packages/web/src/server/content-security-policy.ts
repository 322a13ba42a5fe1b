import { environment, publicApiOrigin } from "./environment";

interface Options {
  /** The region's own host. */
  host: string;
  nonce: string;
  /** Of the region, wherever the operator has put it. */
  logo: string | null;
  /** Origins that the app's scripts call and whose frames it shows, apart from its own. */
  connects?: string[];
  frames?: string[];
}

/** Only scripts that carry this answer's nonce run. Style attributes are allowed: positions of menus are computed. */
export function contentSecurityPolicy({ host, nonce, logo, connects = [], frames = [] }: Options): string {
  const pictures = [publicApiOrigin(host), ...environment.pictureOrigins, ...(logo ? [new URL(logo).origin] : [])];
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data: ${pictures.join(" ")}`,
    "font-src 'self'",
    ["connect-src 'self'", ...connects].join(" "),
    ["frame-src 'self'", ...frames].join(" "),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
