import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  compress: false, // the process around it does
  transpilePackages: ["api", "i18n", "money", "ui", "web"].map((name) => `@globalmarket/${name}`),
  serverExternalPackages: ["undici"],
  // A report of a payment provider: as large as the API takes.
  experimental: {
    useTypeScriptCli: true,
    proxyClientMaxBodySize: "65mb",
    serverActions: { bodySizeLimit: "65mb" },
  },
};

export default createNextIntlPlugin("./src/i18n/request.ts")(config);
