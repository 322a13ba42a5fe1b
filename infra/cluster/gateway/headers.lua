-- Runs first for every request. The address behind Cloudflare is known by now (nginx has read CF-Connecting-IP from its addresses alone):
-- what the caller claims of itself goes, so that Kong says X-Forwarded-For and X-Forwarded-Proto anew, and the gateway adds its secret.
local DROPPED = {
  "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-forwarded-path", "x-forwarded-prefix",
  "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "x-original-url", "x-rewrite-url", "gateway-secret",
}
for _, name in ipairs(DROPPED) do
  kong.service.request.clear_header(name)
end
for name in pairs(kong.request.get_headers(1000)) do
  if string.find(name, "_", 1, true) then -- X_Forwarded_For, which some programs take for X-Forwarded-For
    kong.service.request.clear_header(name)
  end
end
local secret = kong.vault.get("{vault://env/gateway-secret}")
if secret then -- several, while it is rotated: the first is sent
  kong.service.request.set_header("Gateway-Secret", (string.gsub(string.match(secret, "^[^,]+"), "%s", "")))
end
