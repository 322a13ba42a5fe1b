/** Where another region's panel is: on its shop's host with `admin.` before it, under the scheme and port of the present panel. */
export function panelOrigin(shopOrigin: string, presentOrigin: string): string {
  const { protocol, port } = new URL(presentOrigin);
  return `${protocol}//admin.${new URL(shopOrigin).hostname}${port && `:${port}`}`;
}
