import * as React from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { loadExtensions } from './extensions.ts'
import './page.css'

loadExtensions()
createRoot(document.getElementById('app')!).render(<App />)
