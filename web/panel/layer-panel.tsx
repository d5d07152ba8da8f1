import { useState } from 'react'
import type { ReplyOf } from '../api.ts'
import { languages } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { chooseTheme, chosenTheme, type Theme, themes } from '../theme.ts'
import { PanelHead } from '../ui/panel-head.tsx'

interface Props {
  config: ReplyOf<'clientConfig'> | undefined
  base: string
  onBase(name: string): void
  onClose(): void
}

/** Base map, appearance and language. */
export function LayerPanel({ config, base, onBase, onClose }: Props) {
  const { language, t, setLanguage } = useText()
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const baseMaps = config?.baseMaps ?? []
  const current = baseMaps.find(({ name }) => name === base)
  return (
    <div className="popover layer-panel">
      <PanelHead title={t('layers.title')} onClose={onClose} />
      {baseMaps.length > 0 && (
        <Choice
          title={t('layers.base')}
          name="base"
          value={current ? base : 'own'}
          options={[
            { value: 'own', label: t('layers.own') },
            ...baseMaps.map((map) => ({ value: map.name, label: language === 'en' ? map.nameEn : map.nameZh })),
          ]}
          onChange={onBase}
        />
      )}
      <Choice
        title={t('layers.theme')}
        name="theme"
        value={theme}
        options={themes.map((value) => ({ value, label: t(`layers.theme.${value}`) }))}
        onChange={(value) => {
          chooseTheme(value as Theme)
          setTheme(value as Theme)
        }}
      />
      <Choice
        title={t('layers.language')}
        name="language"
        value={language}
        options={languages.map((value) => ({ value, label: value === 'en' ? 'English' : '中文' }))}
        onChange={(value) => setLanguage(value === 'en' ? 'en' : 'zh-CN')}
      />
      <p className="note">
        {config?.isDemo ? t('map.demoMore') : t('map.boundaries')}
        {current && ` ${current.attribution}`}
      </p>
    </div>
  )
}

function Choice({
  title,
  name,
  value,
  options,
  onChange,
}: {
  title: string
  name: string
  value: string
  options: { value: string; label: string }[]
  onChange(value: string): void
}) {
  return (
    <fieldset className="filter-group">
      <legend>{title}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={option.value} className="segment">
            <input type="radio" name={name} checked={value === option.value} onChange={() => onChange(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
