import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

GlobalWorkerOptions.workerSrc = workerUrl

/** A PDF by its address: pages come by ranges as they are wanted; fonts and character maps from this host. */
export const openPdf = (url: string) =>
  getDocument({
    url,
    cMapUrl: '/pdfjs/cmaps/',
    standardFontDataUrl: '/pdfjs/standard_fonts/',
    wasmUrl: '/pdfjs/wasm/',
    iccUrl: '/pdfjs/iccs/',
    // The pages' policy allows neither eval nor WebAssembly; both have slower twins.
    isEvalSupported: false,
    useWasm: false,
    enableXfa: false,
  })
