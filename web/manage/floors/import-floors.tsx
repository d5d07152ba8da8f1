import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useRef } from 'react'
import { type ReplyOf, sendFile } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { TextKey } from '../../i18n/zh-CN.ts'

const known = ['floors-unreadable', 'floors-faulty', 'building-elsewhere', 'file-too-large']

/** Floors from an IMDF archive or GeoJSON: what came, or what was refused and why. */
export function ImportFloors({ placeId, onImported }: { placeId: number; onImported(): Promise<unknown> }) {
  const { t } = useText()
  const { modal } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const sending = useMutation({
    mutationFn: (file: File): Promise<ReplyOf<'importFloors'>> => sendFile('importFloors', placeId, file),
    onSuccess: onImported,
  })
  const take = (file: File | undefined) => {
    if (!file) return
    void modal.confirm({ title: t('floors.importSure'), content: file.name, onOk: () => sending.mutate(file) })
  }
  return (
    <section aria-labelledby="floors-import">
      <h3 id="floors-import">{t('floors.import')}</h3>
      <p className="soft">{t('floors.importWhy')}</p>
      <input
        ref={input}
        hidden
        type="file"
        data-floors="import"
        accept=".zip,.imdf,.geojson,.json"
        aria-label={t('floors.importChoose')}
        onChange={({ target }) => {
          take(target.files?.[0])
          // The same file, mended, can be chosen again.
          target.value = ''
        }}
      />
      <Button loading={sending.isPending} onClick={() => input.current?.click()}>
        {t('floors.importChoose')}
      </Button>
      {sending.data && (
        <Alert
          type="success"
          showIcon
          title={t('floors.importDone', {
            levels: sending.data.levels,
            spaces: sending.data.spaces,
            openings: sending.data.openings,
            connectors: sending.data.connectors,
          })}
        />
      )}
      {sending.error && <Refusal error={sending.error} />}
    </section>
  )
}

function Refusal({ error }: { error: Error }) {
  const { t } = useText()
  const problem = error instanceof ApiProblem ? error : null
  const words = problem && known.includes(problem.code) ? problem.code : 'other'
  return (
    <Alert
      type="error"
      showIcon
      title={t(`floors.import.${words}` as TextKey)}
      description={
        <>
          <p>{problem?.detail ?? error.message}</p>
          {problem && problem.faults.length > 0 && (
            <ul className="floors-refused">
              {problem.faults.map(({ path, message }) => (
                <li key={`${path} ${message}`}>
                  <code>{path}</code> {message}
                </li>
              ))}
            </ul>
          )}
        </>
      }
    />
  )
}
