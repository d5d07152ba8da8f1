import { building, circle, indoors, landscape, line, type Palette, path, person, rect, tree } from './scenery.ts'

type Scene = (palette: Palette) => string

/** Two scenes for each category of places, drawn for this project. */
export const scenes: Readonly<Record<string, readonly [Scene, Scene]>> = {
  venue: [
    (p) => landscape(p) + building(150, 310, 340, 120, p.accent) + tree(90, 330, 90) + tree(560, 335, 100),
    (p) =>
      indoors(p) +
      rect(296, 120, 48, 34, '#fff') +
      line('M320 154 V250', '#8a97a3', 8) +
      circle(320, 166, 16, '#e8792b') +
      person(230, 350, 130, p.accent, [160, 40, 20, -24]) +
      person(420, 352, 126, '#33699c', [-170, 170, 10, -16]),
  ],
  stadium: [
    (p) =>
      landscape(p) +
      path('M60 360 a260 62 0 1 0 520 0 a260 62 0 1 0 -520 0', p.accent) +
      path('M130 360 a190 38 0 1 0 380 0 a190 38 0 1 0 -380 0', '#5aa35a') +
      path('M40 300 Q320 210 600 300 L560 322 Q320 244 80 322Z', '#d7dde2'),
    (p) =>
      rect(0, 0, 640, 400, p.sky) +
      path('M0 190 H640 V400 H0Z', p.accent) +
      [0, 1, 2, 3, 4, 5]
        .map((n) => line(`M${320 + (n - 2.5) * 40} 190 L${320 + (n - 2.5) * 240} 400`, '#ffffffcc', 4))
        .join('') +
      person(270, 350, 150, '#2f6fb0', [60, -70, 50, -40]) +
      person(420, 320, 120, '#e8b92b', [-70, 60, -44, 48]),
  ],
  pool: [
    (p) =>
      indoors(p) +
      path('M0 250 H640 V400 H0Z', '#4fb3d9') +
      [0, 1, 2]
        .map((n) => line(`M${120 + n * 190} 250 L${40 + n * 270} 400`, '#e2483d', 5, 'stroke-dasharray="14 10"'))
        .join('') +
      circle(300, 318, 15, '#d9a27c') +
      line('M300 330 L380 340', p.accent, 20) +
      line('M292 320 L246 304', '#d9a27c', 10),
    (p) =>
      landscape(p) +
      path('M60 330 H580 L620 390 H20Z', '#4fb3d9') +
      line('M60 330 H580', '#fff', 8) +
      rect(470, 250, 12, 84, '#c9b07a') +
      rect(444, 240, 64, 12, p.accent) +
      circle(200, 360, 12, '#d9a27c') +
      circle(320, 352, 12, '#d9a27c') +
      path('M330 365 q20 -10 40 0 t40 0', 'none', 'stroke="#fff" stroke-width="4"'),
  ],
  court: [
    (p) =>
      landscape(p) +
      path('M40 320 H600 L640 400 H0Z', '#3f7fb5') +
      line('M320 320 V400 M40 320 H600', '#fff', 5) +
      line('M110 330 V196', '#6a7681', 9) +
      rect(110, 180, 70, 48, '#fff') +
      rect(132, 200, 26, 20, 'none', `stroke="${p.accent}" stroke-width="4"`) +
      person(280, 372, 110, p.accent, [170, 120, 18, -18]) +
      circle(258, 230, 14, '#e8792b'),
    (p) =>
      indoors(p) +
      rect(0, 250, 640, 150, '#4d9a6a') +
      line('M60 380 L200 262 H440 L580 380Z', '#fff', 5) +
      line('M320 236 V330', '#444', 5) +
      rect(120, 286, 400, 26, '#ffffff66') +
      person(170, 372, 120, p.accent, [150, -40, 24, -20]) +
      person(470, 350, 104, '#33699c', [-150, 30, 20, -22]) +
      circle(330, 180, 7, '#fff', 'stroke="#999"'),
  ],
  'fitness-path': [
    (p) =>
      landscape(p) +
      rect(70, 318, 500, 60, '#c98b6b', 'rx="10"') +
      line('M150 350 V220 H250 V350', p.accent, 9) +
      line('M360 350 V270 M330 270 H390 M345 350 H375', p.accent, 9) +
      circle(480, 260, 34, 'none', `stroke="${p.accent}" stroke-width="9"`) +
      line('M480 294 V350', p.accent, 9) +
      person(200, 330, 100, '#2f8f6f', [180, -180, 6, -6]) +
      tree(590, 330, 110),
    (p) =>
      landscape(p) +
      tree(70, 335, 120) +
      rect(110, 330, 430, 44, '#c98b6b', 'rx="10"') +
      line('M200 350 L260 260 L320 350', p.accent, 9) +
      line('M400 350 V250 M370 250 H430', p.accent, 9) +
      person(262, 340, 104, '#d8862b', [40, -40, 34, -34]) +
      person(402, 345, 104, '#33699c', [90, -90, 8, -8]),
  ],
  park: [
    (p) =>
      landscape(p) +
      path('M0 400 Q160 300 330 340 T640 320 V350 Q470 350 350 372 T120 400Z', '#e2cfa4') +
      tree(120, 320, 130) +
      tree(520, 316, 150) +
      tree(430, 306, 80) +
      person(290, 360, 84, p.accent, [40, -40, 24, -24]) +
      person(340, 366, 78, '#d8862b', [30, -50, -24, 24]),
    (p) =>
      landscape(p) +
      rect(60, 320, 520, 70, '#d9d2c3', 'rx="8"') +
      [150, 250, 350, 450]
        .map((x, n) => person(x, 372, 104, ['#c9436b', '#2f6fb0', p.accent, '#d8862b'][n]!, [120, -120, 14, -14]))
        .join('') +
      tree(40, 330, 110) +
      tree(606, 330, 110),
  ],
  trail: [
    (p) =>
      rect(0, 0, 640, 400, p.sky) +
      path('M0 300 L160 110 L270 240 L400 70 L640 300 V400 H0Z', p.hill) +
      path('M160 110 L190 148 L168 160 L140 140Z M400 70 L436 108 L404 124 L366 110Z', '#fff') +
      rect(0, 300, 640, 100, p.ground) +
      line('M80 400 Q200 330 300 340 T420 260 T400 180', '#f3e3b8', 14) +
      person(250, 352, 74, p.accent, [50, -30, 26, -20]) +
      line('M270 300 L284 352', '#5b4630', 4),
    (p) =>
      landscape(p) +
      line('M-10 380 Q200 300 360 340 T660 310', '#f3e3b8', 40) +
      line('M-10 380 Q200 300 360 340 T660 310', '#ffffff', 3, 'stroke-dasharray="16 12"') +
      circle(250, 330, 26, 'none', 'stroke="#333" stroke-width="6"') +
      circle(330, 334, 26, 'none', 'stroke="#333" stroke-width="6"') +
      line('M250 330 L285 300 L320 300 L330 334 M285 300 L296 332', p.accent, 6) +
      person(284, 306, 80, p.accent, [60, 50, 20, -10]) +
      tree(520, 312, 120),
  ],
  school: [
    (p) =>
      landscape(p) +
      rect(90, 170, 460, 130, '#f6efe2') +
      [110, 190, 270, 350, 430, 500]
        .map((x) => rect(x, 196, 34, 30, '#a9cfe4') + rect(x, 246, 34, 30, '#a9cfe4'))
        .join('') +
      rect(80, 156, 480, 18, p.accent) +
      line('M320 156 V96', '#888', 5) +
      rect(320, 96, 44, 28, '#d83a34') +
      path('M40 330 H600 L640 400 H0Z', '#b5563f') +
      line('M20 362 H620', '#fff', 4),
    (p) =>
      landscape(p) +
      path('M30 310 H610 L640 400 H0Z', '#5aa35a') +
      line('M250 320 H390 V262 H250Z', '#fff', 6) +
      person(180, 380, 100, p.accent, [50, -60, 40, -30]) +
      person(450, 384, 96, '#2f6fb0', [60, -60, -30, 36]) +
      circle(236, 372, 11, '#fff', 'stroke="#333" stroke-width="3"') +
      tree(600, 316, 90),
  ],
  club: [
    (p) =>
      indoors(p) +
      rect(90, 300, 130, 14, '#444') +
      line('M210 300 V210 L240 196', '#444', 9) +
      person(150, 300, 128, p.accent, [60, -60, 34, -34]) +
      rect(360, 318, 180, 12, '#555') +
      line('M380 250 H540', '#333', 8) +
      [380, 398, 522, 540].map((x) => rect(x - 7, 222, 14, 56, '#333')).join('') +
      person(460, 322, 120, '#2f8f6f', [120, -120, 16, -16]),
    (p) =>
      indoors(p) +
      [130, 320, 510]
        .map(
          (x, n) =>
            path(`M${x - 70} 366 h140 l16 16 h-172z`, [p.accent, '#2f8f9f', '#d8862b'][n]!) +
            person(x, 366, 116, ['#2f6fb0', p.accent, '#2f8f6f'][n]!, [165, -165, 12, -12]),
        )
        .join(''),
  ],
  'snow-ice': [
    (p) =>
      rect(0, 0, 640, 400, p.sky) +
      path('M0 240 L180 80 L330 220 L460 120 L640 250 V400 H0Z', '#dfe9f3') +
      path('M0 300 Q320 230 640 340 V400 H0Z', '#fff') +
      line('M60 150 L600 60', '#667', 3) +
      rect(300, 110, 30, 22, p.accent) +
      person(330, 330, 110, p.accent, [70, -60, 24, 4]) +
      line('M270 340 L400 352', '#333', 6) +
      tree(90, 330, 80),
    (p) =>
      indoors(p) +
      path('M0 230 H640 V400 H0Z', '#dceaf5') +
      line('M0 262 H640', '#d83a34', 5) +
      circle(470, 330, 50, 'none', 'stroke="#2f6fb0" stroke-width="5"') +
      person(230, 352, 130, p.accent, [80, -70, 40, -10]) +
      line('M250 356 h44 M196 352 h30', '#444', 5) +
      person(450, 340, 112, '#d8862b', [-80, 70, -36, 12]),
  ],
  outdoor: [
    (p) =>
      landscape(p) +
      path('M0 330 H640 V400 H0Z', '#5aa9cf') +
      path('M170 352 Q320 392 470 352 L440 372 Q320 396 200 372Z', p.accent) +
      person(290, 356, 84, '#d8862b', [80, 60, 80, 70]) +
      line('M250 300 L380 376', '#7a5230', 6) +
      path('M40 372 q20 -10 40 0 t40 0 M500 384 q20 -10 40 0 t40 0', 'none', 'stroke="#fff" stroke-width="4"'),
    (p) =>
      landscape(p) +
      path('M140 360 L240 230 L340 360Z', p.accent) +
      path('M215 360 L240 290 L265 360Z', '#33414f') +
      path('M400 360 L470 270 L540 360Z', '#e0a63a') +
      tree(70, 330, 140) +
      tree(590, 326, 120) +
      line('M360 352 l18 -30 l18 30', '#d8602b', 7),
  ],
  service: [
    (p) =>
      indoors(p) +
      rect(390, 150, 120, 90, '#33414f', 'rx="6"') +
      line('M404 204 h20 l10 -30 l16 52 l12 -22 h34', '#7fd1a6', 5) +
      rect(440, 240, 20, 90, '#889') +
      rect(190, 346, 120, 16, p.accent, 'rx="4"') +
      person(250, 346, 150, '#2f6fb0', [30, -30, 8, -8]),
    (p) =>
      indoors(p) +
      rect(190, 280, 260, 16, '#b9814a') +
      line('M220 296 V370 M420 296 V370', '#8a5c30', 10) +
      [0, 1, 2, 3].map((n) => circle(250 + n * 46, 272, 13, n % 2 ? '#d83a34' : '#222')).join('') +
      person(150, 372, 140, p.accent, [70, 50, 8, -8]) +
      person(490, 372, 140, '#2f8f6f', [-70, -50, 8, -8]),
  ],
}
