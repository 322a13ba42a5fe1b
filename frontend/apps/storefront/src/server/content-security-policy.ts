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
  const own = [publicApiOrigin(host), ...environment.pictureOrigins];
  const pictures = [...own, ...(logo ? [new URL(logo).origin] : [])].join(" ");
  const payment = paymentOrigins();
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data: ${pictures}`,
    "font-src 'self'",
    `connect-src 'self' ${[new URL(live).origin, ...payment].join(" ")}`,
    `frame-src 'self' ${payment.join(" ")}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Where the form and the bank's page of a payment in our page come from (https://docs.stripe.com/security/guide#content-security-policy). */
function paymentOrigins(): string[] {
  if (!environment.stripeScript) return [];
  const { origin } = new URL(environment.stripeScript);
  return origin === "https://js.stripe.com" ? [origin, "https://api.stripe.com", "https://hooks.stripe.com"] : [origin];
}
