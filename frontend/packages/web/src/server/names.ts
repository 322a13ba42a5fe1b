/** Headers by which the proxy tells the pages what it found out; what a browser sends under these names is overwritten. */
export const HOST_HEADER = "x-gm-host";
export const LOCALE_HEADER = "x-gm-locale";

export const LOCALE_COOKIE = "gm_locale";
