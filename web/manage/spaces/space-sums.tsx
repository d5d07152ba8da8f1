import { grouped } from '../../format/quantity.ts'
import { useText } from '../../i18n/use-text.tsx'
import { type AreaSum, definitionsOf, type SpaceRow, sumsBy } from './space-figures.ts'

interface Props {
  title: string
  spaces: readonly SpaceRow[]
  keyOf(space: SpaceRow): string
  wordOf(key: string): string
}

/** Area sums, the computed beside each declared definition: they differ, and adding them up would be wrong. */
export function SpaceSums({ title, spaces, keyOf, wordOf }: Props) {
  const { t, language } = useText()
  const definitions = definitionsOf(spaces).slice(0, 3)
  const sums = sumsBy(spaces, keyOf)
  const [total] = sumsBy(spaces, () => '')
  const row = (sum: AreaSum, name: string) => (
    <>
      <th scope="row">{name}</th>
      <td>{sum.count}</td>
      <td>{grouped(Math.round(sum.computed), language)}</td>
      {definitions.map((definition) => {
        const declared = sum.declared.get(definition)
        return (
          <td key={definition}>
            {declared ? grouped(Math.round(declared.area), language) : '–'}
            {declared && declared.count < sum.count && <small className="soft"> ({declared.count})</small>}
          </td>
        )
      })}
    </>
  )
  return (
    <div className="spaces-sum">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('spaces.count')}</th>
            <th scope="col" title={t('spaces.computedHint')}>
              {t('spaces.computed')} m²
            </th>
            {definitions.map((definition) => (
              <th key={definition} scope="col" title={t('spaces.declaredHint', { definition })}>
                {definition} m²
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sums.map((sum) => (
            <tr key={sum.key}>{row(sum, wordOf(sum.key))}</tr>
          ))}
        </tbody>
        {total && sums.length > 1 && (
          <tfoot>
            <tr>{row(total, t('spaces.total'))}</tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}
