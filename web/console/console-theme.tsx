import { App, ConfigProvider, theme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type ReactNode, useMemo, useSyncExternalStore } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { onTheme, shownTheme } from '../theme.ts'

/** Ant Design in the product's own colours, measures and language; light and dark follow the page. */
export function ConsoleTheme({ children }: { children: ReactNode }) {
  const { language } = useText()
  const shown = useSyncExternalStore(onTheme, shownTheme)
  const config = useMemo(() => themeOf(shown), [shown])
  return (
    <ConfigProvider locale={language === 'en' ? enUS : zhCN} theme={config} button={{ autoInsertSpace: false }}>
      <App component={false}>{children}</App>
    </ConfigProvider>
  )
}

function themeOf(shown: 'light' | 'dark') {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    algorithm: shown === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      // The stronger of the two accents: white words on it have a contrast of 4.5 : 1 and more.
      colorPrimary: token('accent-strong'),
      colorLink: token('accent-strong'),
      colorLinkHover: token('accent'),
      colorInfo: token('accent-strong'),
      colorError: token('danger'),
      colorWarning: token('warn'),
      colorText: token('text'),
      colorTextSecondary: token('text-2'),
      colorTextTertiary: token('text-3'),
      colorTextDescription: token('text-3'),
      colorTextPlaceholder: token('text-3'),
      colorBgBase: token('surface'),
      colorBgContainer: token('surface'),
      colorBgElevated: token('surface'),
      colorBgLayout: token('surface-2'),
      colorBorder: token('line-strong'),
      colorBorderSecondary: token('line'),
      colorTextLightSolid: token('on-accent'),
      borderRadius: 8,
      controlHeight: 36,
      fontFamily: token('font'),
      motionDurationMid: '0.15s',
      motionDurationSlow: '0.2s',
    },
  }
}
