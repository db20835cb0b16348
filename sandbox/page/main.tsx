import * as React from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { offerGlobals } from './extensions.ts'
import './page.css'

offerGlobals()
createRoot(document.getElementById('app')!).render(<App />)
