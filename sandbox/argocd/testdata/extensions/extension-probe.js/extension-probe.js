// an extension that does nothing
window.probe = true
