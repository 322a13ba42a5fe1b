"""
What Valkey does in one step (Lua). A number is a time, in microseconds of Valkey's clock, and grows with each message of a region, so that
it says by itself how old what follows it is.

Of a topic with a listener a hash holds ``since`` when that is so and the ``newest`` number; each message names the one before it.
So whatever Valkey has dropped to make room, or lost, is noticed: the chain is broken, or begins later than what is asked for.
"""

from __future__ import annotations

_NUMBER = """
    local time = redis.call('TIME')
    local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
    local last_number = tonumber(redis.call('GET', KEYS[1]) or '0')
    local function as_text(number) return string.format('%.0f', number) end
"""

# KEYS: the region's last number, the topic's messages, its listeners. ARGV: channel, topic, content without a number, messages kept,
# milliseconds that they are kept, the place in a trace ('' for none). Returns the number; 0 if nobody listens.
PUBLISH = f"""
    {_NUMBER}
    if redis.call('EXISTS', KEYS[3]) == 0 then return '0' end
    local number = as_text(math.max(now, last_number + 1))
    local previous = redis.call('HGET', KEYS[3], 'newest') or '0'
    local text = '{{"number":' .. number .. ',' .. string.sub(ARGV[3], 2)
    redis.call('SET', KEYS[1], number)
    redis.call('HSET', KEYS[3], 'newest', number)
    redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[4], number .. '-0', 'previous', previous, 'text', text)
    redis.call('PEXPIRE', KEYS[2], ARGV[5])
    local kind = ARGV[6] == '' and 'message' or 'message ' .. ARGV[6]
    redis.call('PUBLISH', ARGV[1], table.concat({{kind, ARGV[2], previous, number, text}}, '\\n'))
    return number
"""

# KEYS: the region's last number; of each subject when its access ended; of each topic its messages and its listeners.
# ARGV: microseconds that messages are kept, milliseconds that a listener is noted, how many subjects, then of each topic the last number
# known ('' for none).
# Returns the present number, the number at which access ended last (0: never), and of each topic its texts, or 0 where some are lost.
READ = f"""
    {_NUMBER}
    local present, subjects, ended = math.max(now, last_number), tonumber(ARGV[3]), 0
    for place = 2, 1 + subjects do ended = math.max(ended, tonumber(redis.call('GET', KEYS[place]) or '0')) end
    local answer = {{as_text(present), as_text(ended)}}
    for topic = 1, #ARGV - 3 do
        local stream, listened, last = KEYS[subjects + 2 * topic], KEYS[1 + subjects + 2 * topic], ARGV[3 + topic]
        redis.call('HSETNX', listened, 'since', as_text(now))
        redis.call('PEXPIRE', listened, ARGV[2])
        local texts = {{}}
        if last ~= '' then
            local known = tonumber(last)
            local since, newest = unpack(redis.call('HMGET', listened, 'since', 'newest'))
            local is_lost = known < tonumber(since) or known < now - tonumber(ARGV[1]) or known > present
            if not is_lost and tonumber(newest or '0') > known then
                local entries = redis.call('XRANGE', stream, '(' .. last .. '-0', '+')
                is_lost = #entries == 0 or tonumber(entries[1][2][2]) > known
                for place, entry in ipairs(entries) do texts[place] = entry[2][4] end
            end
            if is_lost then texts = 0 end
        end
        answer[2 + topic] = texts
    end
    return answer
"""

# KEYS: the region's last number, the ticket. ARGV: what it grants, milliseconds that it is valid.
GIVE = f"""
    {_NUMBER}
    redis.call('SET', KEYS[2], as_text(math.max(now, last_number)) .. '\\n' .. ARGV[1], 'PX', ARGV[2])
    return 1
"""

# KEYS: the region's last number, the mark of a subject whose access ends. ARGV: channel, milliseconds that connections may last.
END = f"""
    {_NUMBER}
    local number = as_text(math.max(now, last_number + 1))
    redis.call('SET', KEYS[1], number)
    redis.call('SET', KEYS[2], number, 'PX', ARGV[2])
    redis.call('PUBLISH', ARGV[1], 'ended\\n' .. number)
    return number
"""
