-- The actions of a Rollout. All are listed always; `disabled` follows status, so that nobody is offered what cannot work.
local spec = obj.spec or {}
local status = obj.status or {}
local canary = (spec.strategy or {}).canary
local seen = obj.status ~= nil
local aborted = status.abort == true
local promoted = status.currentPodHash == status.stableRS
local paused = spec.paused == true or next(status.pauseConditions or {}) ~= nil

local stepCount = 0
if canary ~= nil and canary.steps ~= nil then
  for i in ipairs(canary.steps) do stepCount = i end
end
local hasStepLeft = status.currentStepIndex ~= nil and status.currentStepIndex < stepCount

-- An aborted rollout can be retried or restarted; pauses and promotion belong to one that is on its way.
local inProgress = seen and not promoted and not aborted

return {
  ["restart"] = { disabled = not seen, displayName = "Restart Pods", iconClass = "fa fa-fw fa-rotate" },
  ["resume"] = { disabled = aborted or not paused, displayName = "Resume", iconClass = "fa fa-fw fa-play" },
  ["pause"] = { disabled = not inProgress or spec.paused == true, displayName = "Pause", iconClass = "fa fa-fw fa-pause" },
  ["abort"] = { disabled = not inProgress, displayName = "Abort", iconClass = "fa fa-fw fa-circle-stop" },
  ["retry"] = { disabled = promoted or not aborted, displayName = "Retry", iconClass = "fa fa-fw fa-rotate-right" },
  ["promote-full"] = { disabled = not inProgress, displayName = "Promote-Full", iconClass = "fa fa-fw fa-forward" },
  ["skip-current-step"] = {
    disabled = not (inProgress and hasStepLeft), displayName = "Skip-Current-Step", iconClass = "fa fa-fw fa-forward-step"
  },
}
