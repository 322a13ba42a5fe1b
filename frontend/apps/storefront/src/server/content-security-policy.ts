import { environment, publicApiOrigin } from "./environment";

interface Options {
  host: string;
  /** Where live updates come from. */
  live: string;
  nonce: string;
  /** Of the region, wherever the operator has put it. */
  logo: string | null;
}

/** Only scripts that carry this answer's nonce run. Style attributes are allowed: positions of menus are computed. */
export function contentSecurityPolicy({ host, live, nonce, logo }: Options): string {
  const pictures = [publicApiOrigin(host), ...environment.pictureOrigins, ...(logo ? [new URL(logo).origin] : [])].join(
    " ",
  );
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data: ${pictures}`,
    "font-src 'self'",
    `connect-src 'self' ${new URL(live).origin}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
