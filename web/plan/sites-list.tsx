import { Tag } from 'antd'
import type { ReplyOf } from '../api.ts'
import { useRegions } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { SitesWish } from './sites-form.tsx'
import type { Site } from './sites-page.tsx'
import { SitesToScenario } from './sites-to-scenario.tsx'
import type { Run } from './use-runs.ts'

interface Props {
  reply: ReplyOf<'suggestSites'>
  wish: SitesWish
  run: Run
}

/** Each site with what it alone adds to those before it, in words; and how far the whole choice can be from the best. */
export function SitesList({ reply, wish, run }: Props) {
  const { t, language } = useText()
  const regions = useRegions()
  const { sites, before, mostPossible } = reply
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const objective = wish.objective ?? 'covered'
  const metres = number.format(wish.radiusMetres ?? 1000)
  const gained = sites.reduce((sum, { gain }) => sum + gain, 0)
  const nameOf = (site: Site) => {
    const region = regions.data?.find(({ code }) => code === site.regionCode)
    return site.name || (region ? nameIn(language, region) : `${site.lon.toFixed(3)}, ${site.lat.toFixed(3)}`)
  }
  if (sites.length === 0) return <p className="notice">{t('plan.sitesNone')}</p>
  return (
    <>
      <p role="status" className="plan-sites-sum">
        {t(`plan.sitesSum.${objective}`, { count: sites.length, gained: number.format(gained), metres })}{' '}
        {mostPossible > 0 && t('plan.sitesBound', { share: share.format(Math.min(1, gained / mostPossible)) })}
      </p>
      <ol className="plan-sites">
        {sites.map((site, i) => (
          <li key={`${site.lon} ${site.lat}`}>
            <b className="plan-site-nth">{i + 1}</b>
            <div>
              <b>{nameOf(site)}</b>{' '}
              <span className="soft">
                {site.lon.toFixed(4)}, {site.lat.toFixed(4)}
              </span>
              <p>
                {t(`plan.siteWhy.${objective}`, { gain: number.format(site.gain), metres })}{' '}
                <span className="soft">
                  {t('plan.siteTotal', {
                    total: number.format(site.total),
                    share: before + site.total > 0 ? share.format(site.gain / Math.max(1e-9, gained)) : '–',
                  })}
                </span>
                {wish.budget && <Tag>{t('plan.siteCost', { cost: number.format(site.cost) })}</Tag>}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <SitesToScenario sites={sites} nameOf={nameOf} areaM2={wish.capacity ?? 1000} run={run} />
    </>
  )
}
