/** What the visitor has answered, for the page's scripts: `yes` or `no`. The visitor's number is in a cookie that they cannot read. */
export const ANSWER_COOKIE = "gm_counted";
