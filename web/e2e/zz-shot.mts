import { chromium } from '@playwright/test'
const exe = process.env.CHROMIUM ?? '/usr/bin/chromium'
const b = await chromium.launch({ executablePath: exe, args: ['--no-sandbox','--use-gl=angle','--use-angle=swiftshader'] })
const [,, path, out, w='1440', h='900', theme='light', lang='zh-CN', wait='4000'] = process.argv
const c = await b.newContext({ viewport: { width: +w, height: +h }, colorScheme: theme as any, locale: lang })
const p = await c.newPage()
p.on('console', m => m.type()==='error' && console.log('E', m.text().slice(0,300)))
p.on('pageerror', e => console.log('PE', e.message.slice(0,300)))
await p.goto('http://127.0.0.1:8140/reports/0')
console.log(await p.evaluate(async () => (await fetch('/api/session',{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify({account:'admin',password:'plan-look-at-it-9'})})).status))
if (process.env.START) console.log(await p.evaluate(async () => { const s = await (await fetch('/api/session')).json(); const csrfToken = s.csrfToken ?? s.person?.csrfToken; const csrf=''; const r=await fetch('/api/planning/runs',{method:'POST',headers:{'Content-Type':'application/json','X-CSRF-Token':csrfToken??csrf??''},body:'{}'}); return JSON.stringify(await r.json()).slice(0,400)}))
await p.goto('http://127.0.0.1:8140'+path); await p.waitForTimeout(+wait)
await p.screenshot({ path: out }); await b.close()
