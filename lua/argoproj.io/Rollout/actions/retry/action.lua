-- An aborted rollout starts again at its first step.
if obj.status ~= nil then
  obj.status.abort = nil
end
return obj
