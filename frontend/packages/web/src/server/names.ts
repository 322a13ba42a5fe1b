/** Headers by which the proxy tells the pages what it found out; what a browser sends under these names is overwritten. */
export const HOST_HEADER = "x-gm-host";
export const LOCALE_HEADER = "x-gm-locale";

export const LOCALE_COOKIE = "gm_locale";

/** Until when (ms since 1970) this browser shows the shop as a customer to a member of staff. Scripts may read it, and nothing is decided by it. */
export const SUPPORT_COOKIE = "gm_support_view";
