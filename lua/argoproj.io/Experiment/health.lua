-- Health of an Experiment. Inconclusive asks a person for a verdict, as a pause does.
local status = obj.status
if status == nil or status.phase == nil or status.phase == "" then
  return { status = "Progressing", message = "Waiting for experiment to finish: status has not been reconciled." }
end
local byPhase = {
  Pending = { status = "Progressing", message = "Experiment is pending" },
  Running = { status = "Progressing", message = "Experiment is running" },
  Successful = { status = "Healthy", message = "Experiment is successful" },
  Failed = { status = "Degraded", message = "Experiment has failed" },
  Error = { status = "Degraded", message = "Experiment had an error" },
  Inconclusive = { status = "Suspended", message = "Experiment was inconclusive" },
}
local hs = byPhase[status.phase] or { status = "Progressing", message = "Phase " .. status.phase }
if status.message ~= nil and status.message ~= "" and hs.status ~= "Progressing" then
  hs.message = hs.message .. ": " .. status.message
end
return hs
