-- Ends whatever holds the rollout: the manual pause, the pause conditions, or an inconclusive analysis of the current step.
if obj.status == nil then
  error("cannot resume: the Rollout has no status yet, its controller has not seen it", 0)
end
if obj.status.abort then
  error("cannot resume: the rollout is aborted; use retry", 0)
end
if obj.spec.paused then
  obj.spec.paused = false
end
local analysis = (obj.status.canary or {}).currentStepAnalysisRunStatus or {}
if next(obj.status.pauseConditions or {}) ~= nil then
  obj.status.pauseConditions = nil
  -- The step would only start the same analysis again.
  if obj.status.controllerPause and analysis.status == "Inconclusive" and obj.status.currentStepIndex ~= nil then
    obj.status.controllerPause = false
    obj.status.currentStepIndex = obj.status.currentStepIndex + 1
  end
end
return obj
