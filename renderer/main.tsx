import './ui/tokens.css'
import './ui/screens.css'
import './ui/audit.css'
import './ui/programme.css'
import { ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { THEME } from './ui/token.ts'

const nonce = document.querySelector<HTMLMetaElement>('#csp-nonce')?.nonce ?? ''
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <ConfigProvider csp={{ nonce }} theme={THEME} locale={zhCN}>
        <App />
      </ConfigProvider>
    </StrictMode>,
  )
