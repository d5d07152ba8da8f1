import { App, Button, Input, InputNumber, Radio } from 'antd'
import type { FloorDrawing } from '../../../api/contract/drawing.ts'
import { useText } from '../../i18n/use-text.tsx'
import { addLevel, changeLevel, removeLevel } from './drawing-ops.ts'
import { FloorField } from './floor-field.tsx'

interface Props {
  drawing: FloorDrawing
  levelGuid: string
  levelName(guid: string): string
  onChoose(guid: string): void
  onChange(drawing: FloorDrawing, field?: string): void
}

const names = (ordinal: number) => ({
  nameZh: ordinal < 0 ? `地下${-ordinal}层` : `${ordinal + 1}层`,
  nameEn: ordinal < 0 ? `Basement ${-ordinal}` : `Floor ${ordinal + 1}`,
})

/** Floors from the top down; the chosen one with its names and height. */
export function LevelPanel({ drawing, levelGuid, levelName, onChoose, onChange }: Props) {
  const { t } = useText()
  const { modal } = App.useApp()
  const level = drawing.levels.find(({ guid }) => guid === levelGuid)
  const add = (where: 'above' | 'below') => {
    const next = addLevel(drawing, where, names)
    onChange(next)
    onChoose(next.levels.at(-1)!.guid)
  }
  const remove = () => {
    const next = removeLevel(drawing, levelGuid)
    onChange(next)
    onChoose(next.levels[0]?.guid ?? '')
  }
  const rooms = drawing.rooms.filter((room) => room.levelGuid === levelGuid).length
  if (drawing.levels.length === 0) {
    return (
      <section aria-labelledby="floors-levels">
        <h3 id="floors-levels">{t('floors.levels')}</h3>
        <p className="soft">{t('floors.noLevels')}</p>
        <Button type="primary" onClick={() => add('above')}>
          {t('floors.begin')}
        </Button>
      </section>
    )
  }
  return (
    <section aria-labelledby="floors-levels">
      <h3 id="floors-levels">{t('floors.levels')}</h3>
      <Button size="small" onClick={() => add('above')}>
        {t('floors.addAbove')}
      </Button>
      <Radio.Group
        className="floors-levels"
        aria-labelledby="floors-levels"
        value={levelGuid}
        onChange={({ target }) => onChoose(target.value)}
        options={drawing.levels
          .toSorted((a, b) => b.ordinal - a.ordinal)
          .map(({ guid }) => ({ value: guid, label: levelName(guid) }))}
      />
      <Button size="small" onClick={() => add('below')}>
        {t('floors.addBelow')}
      </Button>
      {level && (
        <details className="floors-level">
          <summary>{t('floors.level')}</summary>
          {(['nameZh', 'nameEn'] as const).map((name) => (
            <FloorField key={name} label={t(`floors.${name}`)}>
              <Input
                maxLength={120}
                value={level[name] ?? ''}
                onChange={({ target }) =>
                  onChange(changeLevel(drawing, levelGuid, { [name]: target.value || null }), `${levelGuid} ${name}`)
                }
              />
            </FloorField>
          ))}
          {(['ordinal', 'elevation'] as const).map((name) => (
            <FloorField key={name} label={t(`floors.${name}`)}>
              <InputNumber
                value={level[name]}
                precision={name === 'ordinal' ? 0 : 2}
                min={name === 'ordinal' ? -20 : -200}
                max={name === 'ordinal' ? 200 : 1000}
                onChange={(value) => value !== null && onChange(changeLevel(drawing, levelGuid, { [name]: value }))}
              />
            </FloorField>
          ))}
          <Button
            danger
            size="small"
            onClick={() =>
              rooms === 0
                ? remove()
                : void modal.confirm({ title: t('floors.removeLevelSure', { count: rooms }), onOk: remove })
            }
          >
            {t('floors.removeLevel')}
          </Button>
        </details>
      )}
    </section>
  )
}
