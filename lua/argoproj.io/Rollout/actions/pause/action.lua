-- Holds the rollout where it is, until resume.
obj.spec.paused = true
return obj
