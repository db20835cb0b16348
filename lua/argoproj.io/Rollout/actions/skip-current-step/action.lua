-- The canary goes on with its next step, whatever the current one waits for.
local status = obj.status or {}
local steps = ((obj.spec.strategy or {}).canary or {}).steps
if steps == nil or status.currentStepIndex == nil then
  error("cannot skip: the rollout is not at a canary step", 0)
end
if status.abort then
  error("cannot skip: the rollout is aborted; use retry", 0)
end
local count = 0
for i in ipairs(steps) do count = i end
if status.currentStepIndex < count then
  if next(status.pauseConditions or {}) ~= nil then
    status.pauseConditions = nil
  end
  status.currentStepIndex = status.currentStepIndex + 1
end
return obj
