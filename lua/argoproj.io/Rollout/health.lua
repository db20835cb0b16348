-- Health of a Rollout. Argo CD gives the live object as `obj`; only the base and table libraries may be relied on.
local spec = obj.spec or {}
local status = obj.status or {}
local annotations = (obj.metadata or {}).annotations or {}
local generation = (obj.metadata or {}).generation
local canary = (spec.strategy or {}).canary
local blueGreen = (spec.strategy or {}).blueGreen

local function answer(state, message)
  return { status = state, message = message }
end

-- A controller before 1.0 stored a hash and no phase; since then a number that differs from the generation, in either direction
-- (a restored object has one from the future), says that the spec was not yet looked at.
local function isSpecObserved()
  local observed = tonumber(status.observedGeneration)
  if observed == nil then return true end
  if status.phase == nil and observed > generation then return true end
  return observed == generation
end

local function isWorkloadObserved()
  if spec.workloadRef == nil then return true end
  return tonumber(annotations["rollout.argoproj.io/workload-generation"]) == tonumber(status.workloadObservedGeneration)
end

local function describeStep()
  if canary == nil or canary.steps == nil or status.currentStepIndex == nil then return "" end
  local count = 0
  local weight = nil
  for i, step in ipairs(canary.steps) do
    count = i
    if i <= status.currentStepIndex + 1 and step.setWeight ~= nil then weight = step.setWeight end
  end
  if status.currentStepIndex >= count then return "" end
  local weights = (status.canary or {}).weights or {}
  if weights.canary ~= nil and weights.canary.weight ~= nil then weight = weights.canary.weight end
  local text = "step " .. (status.currentStepIndex + 1) .. "/" .. count
  if weight ~= nil then text = text .. ", weight " .. weight .. "%" end
  return text
end

local function describeAnalysis()
  local ofCanary = status.canary or {}
  local ofBlueGreen = status.blueGreen or {}
  local text = ""
  local function add(run)
    if run == nil or run.name == nil then return end
    if run.status == "Running" or run.status == "Pending" or run.status == "Inconclusive" then
      if text ~= "" then text = text .. ", " end
      text = text .. "analysis " .. run.name .. " " .. run.status
    end
  end
  add(ofCanary.currentStepAnalysisRunStatus)
  add(ofCanary.currentBackgroundAnalysisRunStatus)
  add(ofBlueGreen.prePromotionAnalysisRunStatus)
  add(ofBlueGreen.postPromotionAnalysisRunStatus)
  return text
end

-- The controller's own text first, then where the rollout stands: CanaryPauseStep (step 2/8, weight 20%).
local function describe(message)
  local step = describeStep()
  local analysis = describeAnalysis()
  if step ~= "" and analysis ~= "" then step = step .. ", " end
  local detail = step .. analysis
  if detail == "" then return message end
  if message == "" then return detail end
  return message .. " (" .. detail .. ")"
end

local function describeHealthy()
  local revision = annotations["rollout.argoproj.io/revision"]
  if revision == nil then return "" end
  if spec.replicas == 0 then return "Revision " .. revision .. " is stable, scaled to 0" end
  return "Revision " .. revision .. " is stable, " .. (status.availableReplicas or 0) .. " available"
end

local function healthOfPhase(phase, message)
  if phase == "Healthy" then
    -- No word of the workload yet: its template may have changed unseen, and a sync wave must not pass meanwhile.
    if spec.workloadRef ~= nil and tonumber(status.workloadObservedGeneration) == nil then
      return answer("Progressing", "Waiting for the referenced workload to be observed")
    end
    return answer("Healthy", message ~= "" and message or describeHealthy())
  end
  if phase == "Paused" then return answer("Suspended", describe(message)) end
  if phase == "Progressing" then return answer("Progressing", describe(message)) end
  if phase == "Degraded" then return answer("Degraded", message) end
  return answer("Progressing", describe("Phase " .. phase .. (message ~= "" and ": " .. message or "")))
end

local function failedCondition()
  for _, condition in ipairs(status.conditions or {}) do
    if condition.type == "InvalidSpec" then return condition end
    local reason = condition.reason
    if condition.type == "Progressing" and (reason == "RolloutAborted" or reason == "ProgressDeadlineExceeded") then return condition end
  end
end

local function isBlueGreenSwitched()
  return (status.blueGreen or {}).activeSelector == status.currentPodHash
end

-- Status of a controller before 1.0, or one that was written halfway: the same order of questions as the controller asks for the phase.
local function healthWithoutPhase()
  local failed = failedCondition()
  if failed ~= nil then return answer("Degraded", failed.message or failed.reason) end
  if spec.paused or next(status.pauseConditions or {}) ~= nil then return answer("Suspended", "Rollout is paused") end
  if status.currentPodHash == nil then
    return answer("Progressing", "Waiting for rollout to finish: status has not been reconciled.")
  end
  local updated = status.updatedReplicas or 0
  if updated < (spec.replicas or 1) then
    return answer("Progressing", "Waiting for roll out to finish: More replicas need to be updated")
  end
  if (status.availableReplicas or 0) < updated then
    return answer("Progressing", "Waiting for roll out to finish: updated replicas are still becoming available")
  end
  local stable = status.stableRS or (status.canary or {}).stableRS or ""
  if blueGreen ~= nil then
    if not isBlueGreenSwitched() then return answer("Progressing", "active service cutover pending") end
    if stable ~= "" and stable ~= status.currentPodHash then return answer("Progressing", "waiting for analysis to complete") end
  end
  if canary ~= nil then
    if (status.replicas or 0) > updated then
      return answer("Progressing", "Waiting for roll out to finish: old replicas are pending termination")
    end
    if stable ~= status.currentPodHash then return answer("Progressing", "Waiting for rollout to finish steps") end
  end
  return answer("Healthy", "")
end

if obj.status == nil or not isSpecObserved() or not isWorkloadObserved() then
  return answer("Progressing", "Waiting for rollout spec update to be observed")
end
if status.phase == nil or status.phase == "" then return healthWithoutPhase() end
return healthOfPhase(status.phase, status.message or "")
