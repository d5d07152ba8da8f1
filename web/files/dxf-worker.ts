import { DxfViewer } from 'dxf-viewer'

// Reads and triangulates a drawing beside the page.
DxfViewer.SetupWorker()
