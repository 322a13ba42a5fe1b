import { contentSecurityPolicy } from "@globalmarket/web/server/content-security-policy";
import { proxyFor } from "@globalmarket/web/server/proxy";

export const proxy = proxyFor({
  prefix: "admin",
  isForStaff: true,
  policy: ({ host, region, nonce }) => {
    const connects = [new URL(region.live.websocket_url).origin];
    return contentSecurityPolicy({ host, nonce, logo: region.brand.logo_url, connects });
  },
  words: {
    unavailable: "The panel cannot be reached at the moment. Please try again.",
    unknown: "No panel has this address.",
  },
});

export const config = {
  matcher: ["/((?!_next/static|_next/image|api/|favicon.ico|icon.svg).*)"],
};
