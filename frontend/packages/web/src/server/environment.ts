import "server-only";

/** What the process is configured with; a bad environment stops the start instead of the first visitor. */
export interface Environment {
  /** Where the API answers inside the cluster; the Host header names the region. */
  apiInternal: URL;
  /** What the API knows this process by, where it answers nobody but the gateway and us; else empty. */
  gatewaySecret: string;
  /** The scheme of public addresses. Cookies are marked Secure under https. */
  publicScheme: "http" | "https";
  /** The port of public API addresses, where it is not the scheme's own. */
  apiPublicPort: string;
  /** Further origins that pictures come from: a CDN, a blob store. */
  pictureOrigins: string[];
}

export const environment: Environment = read(process.env);

function read(variables: NodeJS.ProcessEnv): Environment {
  const { GM_API_INTERNAL = "http://127.0.0.1:8000", GM_PUBLIC_SCHEME = "http" } = variables;
  if (!URL.canParse(GM_API_INTERNAL)) {
    throw new Error(`GM_API_INTERNAL is not an address: ${GM_API_INTERNAL}`);
  }
  if (GM_PUBLIC_SCHEME !== "http" && GM_PUBLIC_SCHEME !== "https") {
    throw new Error(`GM_PUBLIC_SCHEME must be http or https, not ${GM_PUBLIC_SCHEME}`);
  }
  return {
    apiInternal: new URL(GM_API_INTERNAL),
    gatewaySecret: variables.GM_GATEWAY_SECRET?.split(",")[0]?.trim() ?? "", // the first is sent, all are taken
    publicScheme: GM_PUBLIC_SCHEME,
    apiPublicPort: variables.GM_API_PUBLIC_PORT ?? "",
    pictureOrigins: (variables.GM_PICTURE_ORIGINS ?? "").split(" ").filter(Boolean),
  };
}

/** The browser's address of a region's API: pictures are there. */
export function publicApiOrigin(host: string): string {
  const port = environment.apiPublicPort ? `:${environment.apiPublicPort}` : "";
  return `${environment.publicScheme}://api.${host}${port}`;
}
