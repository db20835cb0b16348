-- Health of an AnalysisRun. Inconclusive asks a person for a verdict, as a pause does: Suspended, not a broken check.
local status = obj.status
if status == nil or status.phase == nil or status.phase == "" then
  return { status = "Progressing", message = "Waiting for analysis run to finish: status has not been reconciled." }
end
local byPhase = {
  Pending = { status = "Progressing", message = "Analysis run is running" },
  Running = { status = "Progressing", message = "Analysis run is running" },
  Successful = { status = "Healthy", message = "Analysis run completed successfully" },
  Failed = { status = "Degraded", message = "Analysis run failed" },
  Error = { status = "Degraded", message = "Analysis run had an error" },
  Inconclusive = { status = "Suspended", message = "Analysis run was inconclusive" },
}
local hs = byPhase[status.phase] or { status = "Progressing", message = "Phase " .. status.phase }
if status.message ~= nil and status.message ~= "" and hs.status ~= "Progressing" then
  hs.message = status.message
end
return hs
