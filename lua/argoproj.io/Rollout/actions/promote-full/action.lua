-- Skips all that is left: steps, pauses and analysis. A manual pause is ended too, or nothing would move.
if obj.status == nil then
  error("cannot promote: the Rollout has no status yet, its controller has not seen it", 0)
end
if obj.status.abort then
  error("cannot promote: the rollout is aborted; use retry", 0)
end
if obj.spec.paused then
  obj.spec.paused = false
end
if obj.status.currentPodHash ~= obj.status.stableRS then
  obj.status.promoteFull = true
end
return obj
