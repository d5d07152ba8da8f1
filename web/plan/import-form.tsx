import { Button, Input, Progress } from 'antd'
import { type ReactNode, useState } from 'react'
import { ApiProblem } from '../client/problem.ts'
import { sendFile } from '../client/send-file.ts'
import { useText } from '../i18n/use-text.tsx'

interface Props<Reply> {
  /** Extensions that the file dialog offers. */
  accept: string
  fileWords: string
  how: string
  /** Controls beside the name, and below it. */
  beside: ReactNode
  below?: ReactNode
  canSend?: boolean
  onChoose?(file: File): void
  addressOf(name: string): string
  /** What the server is about once all bytes are sent. */
  checkingWords: string
  refusalWords(code: string): string
  onImported(reply: Reply): void
}

/** Brings in a file under a name: what is chosen, how far it is sent, and why it was refused. */
export function ImportForm<Reply>(props: Props<Reply>) {
  const { t } = useText()
  const [file, setFile] = useState<File | null>(null)
  /** null: nobody typed one, so that it follows the file. */
  const [typed, setTyped] = useState<string | null>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const name = typed ?? file?.name.replace(/\.[^.]+$/, '').slice(0, 120) ?? ''
  const choose = (next: File) => {
    setFile(next)
    setProblem(null)
    props.onChoose?.(next)
  }
  const send = async () => {
    setProblem(null)
    setSent(0)
    try {
      props.onImported(await sendFile<Reply>(props.addressOf(name.trim()), file!, { onProgress: setSent }))
      setFile(null)
      setTyped(null)
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'offline', detail: '' }))
    } finally {
      setSent(null)
    }
  }
  return (
    <form
      className="plan-form plan-card"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <label className="plan-upload">
        <input
          key={file ? 'chosen' : 'none'}
          type="file"
          accept={props.accept}
          onChange={(event) => event.target.files?.[0] && choose(event.target.files[0])}
        />
        <span className="plan-upload-button">{file ? t('plan.otherFile') : props.fileWords}</span>
        {file && <span className="plan-file">{file.name}</span>}
      </label>
      <p className="soft">{props.how}</p>
      <div className="plan-pair">
        <div className="plan-control">
          <span>{t('plan.runName')}</span>
          <Input
            value={name}
            maxLength={120}
            aria-label={t('plan.runName')}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        {props.beside}
      </div>
      {props.below}
      <Button
        type="primary"
        htmlType="submit"
        loading={sent !== null}
        disabled={!file || name.trim() === '' || props.canSend === false}
      >
        {t('plan.importGrid')}
      </Button>
      {sent !== null && (
        <div role="status">
          <Progress percent={Math.round(sent * 100)} aria-label={t('plan.importGrid')} />
          <span className="soft">{sent < 1 ? t('plan.sending') : props.checkingWords}</span>
        </div>
      )}
      {problem && (
        <div className="notice" role="alert">
          <p>{props.refusalWords(problem.code)}</p>
          {problem.message && <p className="soft">{problem.message}</p>}
        </div>
      )}
    </form>
  )
}
