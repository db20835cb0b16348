-- An AnalysisRun can be ended while it runs.
local phase = (obj.status or {}).phase
local done = phase == "Successful" or phase == "Failed" or phase == "Error" or phase == "Inconclusive"
return {
  ["terminate"] = { disabled = done or (obj.spec or {}).terminate == true, displayName = "Terminate", iconClass = "fa fa-fw fa-stop" },
}
