import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  compress: false, // the process around it does
  transpilePackages: ["api", "i18n", "money", "ui", "web"].map((name) => `@globalmarket/${name}`),
  serverExternalPackages: ["undici"],
  // A file of products: as large as the API takes (docs/guides/import-products.md).
  experimental: {
    useTypeScriptCli: true,
    proxyClientMaxBodySize: "51mb",
    serverActions: { bodySizeLimit: "51mb" },
  },
};

export default createNextIntlPlugin("./src/i18n/request.ts")(config);
