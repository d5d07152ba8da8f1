import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import type { FileRecord } from '../../api/contract/files.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { openPdf } from './open-pdf.ts'
import { ViewerFrame } from './viewer-frame.tsx'

const zooms = [0.5, 0.75, 1, 1.5, 2, 3, 4]

/** A PDF page by page. Pages come by ranges as they are wanted; fonts and character maps from this host. */
export default function PdfDialog({ file, onClose }: { file: FileRecord; onClose(): void }) {
  const { t } = useText()
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [failed, setFailed] = useState(false)
  const [page, setPage] = useState(1)
  const [zoom, setZoom] = useState(2)
  useEffect(() => {
    const task = openPdf(file.url!)
    task.promise.then(setPdf, () => setFailed(true))
    return () => void task.destroy()
  }, [file.url])
  const step = (by: number) => setPage((before) => Math.min(pdf?.numPages ?? 1, Math.max(1, before + by)))
  const button = (icon: 'back' | 'next' | 'plus' | 'minus', label: string, disabled: boolean, act: () => void) => (
    <button type="button" className="icon-button" aria-label={label} disabled={disabled} onClick={act}>
      <Icon name={icon} />
    </button>
  )
  const tools = pdf && (
    <>
      {button('minus', t('files.zoomOut'), zoom === 0, () => setZoom(zoom - 1))}
      {button('plus', t('files.zoomIn'), zoom === zooms.length - 1, () => setZoom(zoom + 1))}
      {button('back', t('files.previousPage'), page === 1, () => step(-1))}
      <span className="tabular" aria-live="polite">
        {t('files.page', { page, pages: pdf.numPages })}
      </span>
      {button('next', t('files.nextPage'), page === pdf.numPages, () => step(1))}
    </>
  )
  return (
    <ViewerFrame file={file} tools={tools} onClose={onClose}>
      {failed && (
        <p className="notice" role="alert">
          {t('files.viewerFailed')}
        </p>
      )}
      {pdf && (
        <PdfPage pdf={pdf} number={page} zoom={zooms[zoom]!} label={t('files.page', { page, pages: pdf.numPages })} />
      )}
    </ViewerFrame>
  )
}

interface PageProps {
  pdf: PDFDocumentProxy
  number: number
  zoom: number
  label: string
}

const mostPixels = 16_000_000

/** At zoom 1 it fits the window's width. */
function PdfPage({ pdf, number, zoom, label }: PageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drawn, setDrawn] = useState('')
  useEffect(() => {
    const target = canvas.current!
    let cancel = () => {}
    let left = false
    void pdf.getPage(number).then((page) => {
      if (left) return
      const natural = page.getViewport({ scale: 1 })
      const room = (target.parentElement!.clientWidth - 32) / natural.width
      const shown = room * zoom
      const dense = Math.min(devicePixelRatio, Math.sqrt(mostPixels / (natural.width * natural.height)) / shown)
      const viewport = page.getViewport({ scale: shown * dense })
      target.width = Math.floor(viewport.width)
      target.height = Math.floor(viewport.height)
      target.style.width = `${natural.width * shown}px`
      const render = page.render({ canvas: target, viewport })
      cancel = () => render.cancel()
      render.promise.then(
        () => setDrawn(`${number} ${zoom}`),
        () => {},
      )
    })
    return () => {
      left = true
      cancel()
    }
  }, [pdf, number, zoom])
  return <canvas ref={canvas} className="pdf-page" role="img" aria-label={label} data-drawn={drawn} />
}
