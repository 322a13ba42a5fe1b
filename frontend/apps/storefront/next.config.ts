import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  compress: false, // the process around it does, after the page cache
  transpilePackages: [
    "@globalmarket/api",
    "@globalmarket/i18n",
    "@globalmarket/money",
    "@globalmarket/ui",
    "@globalmarket/web",
  ],
  serverExternalPackages: ["undici"],
  // A form with photos of a return (features/returns/photo-limits.ts); the proxy reads the body first.
  experimental: {
    useTypeScriptCli: true,
    proxyClientMaxBodySize: "16mb",
    serverActions: { bodySizeLimit: "16mb" },
  },
};

export default createNextIntlPlugin("./src/i18n/request.ts")(config);
