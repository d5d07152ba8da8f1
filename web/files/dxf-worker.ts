import { DxfViewer } from 'dxf-viewer'
import { measureGlyphs } from './measure-glyphs.ts'

// Reads and triangulates a drawing beside the page.
measureGlyphs()
DxfViewer.SetupWorker()
