-- Back to the stable version; the spec stays, so a GitOps tool sees no difference.
if obj.status == nil then
  error("cannot abort: the Rollout has no status yet, its controller has not seen it", 0)
end
if obj.status.currentPodHash ~= obj.status.stableRS then
  obj.status.abort = true
end
return obj
