-- Health of a Deployment: Argo CD's own rules, but for a template that a Rollout takes from it (workloadRef) and does not know yet.
-- Argo CD gives the live object as `obj`; only the base and table libraries may be relied on.
local spec = obj.spec or {}
local status = obj.status or {}
local metadata = obj.metadata or {}
local generation = metadata.generation or 0

local function answer(state, message)
  return { status = state, message = message }
end

local function waiting(what)
  return answer("Progressing", "Waiting for rollout to finish: " .. what)
end

local function conditionOf(kind)
  for _, condition in ipairs(status.conditions or {}) do
    if condition.type == kind then return condition end
  end
end

-- Written by the controller after the Rollout's own health has begun to wait for that generation: "generation 7 is known to rollout web".
-- Without the string library a text is compared, not searched: what begins with "generation 7 " lies between that and "generation 7!".
local function isKnownToRollout(observed)
  local message = observed.message or ""
  local known = "generation " .. generation
  return message >= known .. " " and message < known .. "!"
end

local function healthOfDeployment()
  if spec.paused then return answer("Suspended", "Deployment is paused") end
  if generation > (status.observedGeneration or 0) then
    return waiting("observed deployment generation less than desired generation")
  end
  local progressing = conditionOf("Progressing")
  if progressing ~= nil and progressing.reason == "ProgressDeadlineExceeded" then
    return answer("Degraded", 'Deployment "' .. metadata.name .. '" exceeded its progress deadline')
  end
  local updated = status.updatedReplicas or 0
  local replicas = status.replicas or 0
  local available = status.availableReplicas or 0
  if spec.replicas ~= nil and updated < spec.replicas then
    return waiting(updated .. " out of " .. spec.replicas .. " new replicas have been updated...")
  end
  if replicas > updated then return waiting((replicas - updated) .. " old replicas are pending termination...") end
  if available < updated then return waiting(available .. " of " .. updated .. " updated replicas are available...") end
  return answer("Healthy", "")
end

-- A sync asks an object only until it is healthy for the first time, and may have asked the Rollout before the template changed: what waits
-- for this Deployment waits for the Rollout that runs its template.
local function healthOfRollout(observed)
  local state = ({ RolloutDegraded = "Degraded", RolloutPaused = "Suspended" })[observed.reason] or "Progressing"
  return answer(state, observed.reason .. ": " .. observed.message)
end

local observed = conditionOf("slipway.dev/RolloutObserved")
if observed ~= nil and not isKnownToRollout(observed) then
  return answer("Progressing", "Waiting for generation " .. generation .. " to be observed: " .. (observed.message or "none is known"))
end
if observed ~= nil and observed.status == "False" then return healthOfRollout(observed) end
return healthOfDeployment()
