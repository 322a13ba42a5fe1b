import { environment } from "@globalmarket/web/server/environment";

const PRIVATE = [
  "account",
  "cart",
  "checkout",
  "orders",
  "product-previews",
  "login",
  "register",
  "reset-password",
  "confirm-email",
  "search",
];

/** What machines may read. A page of one visitor, or of a search, is nothing to find. */
export function GET(request: Request): Response {
  const host = request.headers.get("host") ?? "";
  const lines = [
    "User-agent: *",
    ...PRIVATE.map((path) => `Disallow: /*/${path}`),
    "Allow: /",
    "",
    `Sitemap: ${environment.publicScheme}://${host}/sitemap.xml`,
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
