-- The requests that wrk sends for deploy/bench.
--
--   wrk … -s requests.lua URL -- PLAN STATUS SEED
--
-- PLAN is a Lua file that returns one of
--   { pick = "number", head = "…", tail = "…", count = N }   head .. a random 7-digit number below N .. tail
--   { pick = "any", requests = {"…", …} }                    a random one of whole requests
--   { pick = "turn", requests = {"…", …}, threads = T }      thread k: requests k, k+T, k+2T, … in turn
-- STATUS is the only status that may come back, or 0 to leave the answers unread (measured runs: reading costs time).
-- `done` prints one line "BENCH {json}" for the caller.

local threads = {}

function setup(thread)
   threads[#threads + 1] = thread
   thread:set("number", #threads)
end

local function send_number(plan)
   local head, tail, last = plan.head, plan.tail, plan.count - 1
   local random, format = math.random, string.format
   return function()
      return head .. format("%07d", random(0, last)) .. tail
   end
end

local function send_any(plan)
   local requests, count, random = plan.requests, #plan.requests, math.random
   return function()
      return requests[random(1, count)]
   end
end

local function send_turn(plan)
   local mine = {}
   for index = number, #plan.requests, plan.threads do
      mine[#mine + 1] = plan.requests[index]
   end
   local turn, count = 0, #mine
   return function()
      turn = turn % count + 1
      return mine[turn]
   end
end

local senders = { number = send_number, any = send_any, turn = send_turn }

function init(args)
   local plan, expected = dofile(args[1]), tonumber(args[2])
   math.randomseed(tonumber(args[3]) * 1000 + number)
   request = senders[plan.pick](plan)
   unexpected, example = 0, ""
   if expected ~= 0 then
      response = function(status, headers, body)
         if status ~= expected then
            unexpected = unexpected + 1
            if example == "" then
               example = status .. " " .. body:sub(1, 200):gsub("[^%w %p]", "?"):gsub('[\\"]', "'")
            end
         end
      end
   end
end

function done(summary, latency, _)
   local wrong, first = 0, ""
   for _, thread in ipairs(threads) do
      wrong = wrong + (thread:get("unexpected") or 0)
      if first == "" then
         first = thread:get("example") or ""
      end
   end
   local errors = summary.errors
   print(string.format(
      'BENCH {"requests":%d,"microseconds":%d,"bytes":%d,"p50":%d,"p99":%d,"over399":%d,"unexpected":%d,"example":"%s",'
         .. '"connect":%d,"read":%d,"write":%d,"timeout":%d}',
      summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99), errors.status,
      wrong, first, errors.connect, errors.read, errors.write, errors.timeout))
end
