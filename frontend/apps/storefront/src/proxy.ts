import { contentSecurityPolicy } from "@globalmarket/web/server/content-security-policy";
import { proxyFor } from "@globalmarket/web/server/proxy";
import { markdownPath } from "@/features/machines/markdown-path";
import { paymentOrigins } from "@/server/stripe";

export const proxy = proxyFor({
  prefix: "",
  policy: ({ host, region, nonce }) => {
    const frames = paymentOrigins();
    const connects = [new URL(region.live.websocket_url).origin, ...frames];
    return contentSecurityPolicy({ host, nonce, logo: region.brand.logo_url, connects, frames });
  },
  words: {
    unavailable: "The shop cannot be reached at the moment. Please try again.",
    unknown: "No shop has this address.",
  },
  rewrite: markdownPath,
});

export const config = {
  matcher: [
    "/((?!_next/static|_next/image|api/|favicon.ico|icon.svg|robots.txt|sitemap|feeds/|unsubscribe-by-mail|llms\\.txt).*)",
  ],
};
