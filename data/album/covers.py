"""The covers: a few shapes each, 480 x 480, as SVG."""
import math
import random

SIZE = 480


def gradient(name, *stops, angle=90):
    """A linear gradient; stops: colours, evenly spaced. 90 degrees: from top to bottom."""
    x, y = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    marks = ''.join(f'<stop offset="{i / (len(stops) - 1):.2f}" stop-color="{colour}"/>' for i, colour in enumerate(stops))
    return f'<defs><linearGradient id="{name}" x1="0" y1="0" x2="{x:.2f}" y2="{y:.2f}">{marks}</linearGradient></defs>'


def glow(name, colour, opacity=1.0):
    return (f'<defs><radialGradient id="{name}"><stop offset="0" stop-color="{colour}" stop-opacity="{opacity}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient></defs>')


def rectangle(fill, x=0, y=0, width=SIZE, height=SIZE, radius=0, more=''):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius}" fill="{fill}" {more}/>'


def circle(fill, x, y, radius, more=''):
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" {more}/>'


def ellipse(fill, x, y, rx, ry, more=''):
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}" {more}/>'


def path(d, fill='none', stroke='none', width=0, more=''):
    return (f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width}" stroke-linecap="round" '
            f'stroke-linejoin="round" {more}/>')


def group(parts, transform):
    return f'<g transform="{transform}">{"".join(parts)}</g>'


def wave(y, height, length, phase, fill, opacity=1.0):
    """A ground that ends above in a sine."""
    points = [f'{x},{y + height * math.sin(2 * math.pi * x / length + phase):.1f}' for x in range(0, SIZE + 1, 8)]
    return path(f'M0,{SIZE} L' + ' L'.join(points) + f' L{SIZE},{SIZE} Z', fill, more=f'opacity="{opacity}"')


def kite(x, y, size, turn, light, dark):
    tail = path('M0,62 C14,84 -14,102 0,124 S14,160 -4,184', stroke='#ffffff', width=3, more='opacity="0.9"')
    bows = [path(f'M-9,{t} L9,{t + 9} L9,{t} L-9,{t + 9} Z', dark) for t in (92, 130, 164)]
    halves = [path('M0,-62 L40,-8 L0,62 Z', dark), path('M0,-62 L-40,-8 L0,62 Z', light)]
    return group([tail, *bows, *halves, path('M-40,-8 L40,-8 M0,-62 L0,62', stroke='#ffffff', width=2)],
                 f'translate({x} {y}) rotate({turn}) scale({size})')


def paper_kites():
    return [gradient('sky', '#2fa4dc', '#9bd8ea', '#ffe7b0'), rectangle('url(#sky)'), circle('#fff6d8', 388, 372, 54),
            kite(158, 150, 1.35, 18, '#ff8a3d', '#e8590c'), kite(338, 120, 0.85, -14, '#ffd43b', '#f2a900'),
            kite(300, 262, 0.6, 26, '#f783ac', '#d6336c'), wave(440, 12, 360, 0.5, '#57b894'), wave(456, 9, 260, 2.2, '#2f9e77')]


def sole(x, y, turn, colour):
    """The print of a left shoe."""
    front = path('M-4,-92 C44,-96 52,-40 38,2 C30,26 -24,28 -34,4 C-48,-34 -48,-84 -4,-92 Z', colour)
    heel = path('M-26,44 C-4,36 20,36 30,44 C40,74 28,98 4,98 C-22,98 -34,74 -26,44 Z', colour)
    return group([front, heel], f'translate({x} {y}) rotate({turn})')


def two_left_shoes():
    beat = [circle('none', 240, 240, r, 'stroke="#ffffff" stroke-opacity="0.22" stroke-width="3" stroke-dasharray="2 14" '
                   'stroke-linecap="round"') for r in (80, 140, 200, 260)]
    step = path('M120,392 C190,440 300,420 352,330', stroke='#7a2e0e', width=5, more='stroke-dasharray="1 16"')
    return [gradient('floor', '#ffc93c', '#f59f00', angle=45), rectangle('url(#floor)'), *beat, step,
            sole(168, 238, -14, '#7a2e0e'), sole(318, 214, 22, '#0b7285')]


def coin_arcade():
    rows = ['..####..', '.######.', '###..###', '##.##.##', '##.##.##', '###..###', '.######.', '..####..']
    pixel, parts = 34, [gradient('night', '#5f2eea', '#b5179e', angle=60), rectangle('url(#night)')]
    parts += [rectangle('#ffffff', i * 40, 0, 1, SIZE, more='opacity="0.10"') for i in range(1, 12)]
    parts += [rectangle('#ffffff', 0, i * 40, SIZE, 1, more='opacity="0.10"') for i in range(1, 12)]
    for y, row in enumerate(rows):
        for x, sign in enumerate(row):
            colour = {'#': '#ffd60a' if x + y < 9 else '#ffb703', '.': '#c77800' if 0 < x < 7 and 0 < y < 7 else None}[sign]
            if colour:
                parts.append(rectangle(colour, 104 + x * pixel, 104 + y * pixel, pixel + 0.5, pixel + 0.5))
    for x, y in ((52, 60), (404, 84), (430, 380), (64, 400)):
        parts += [rectangle('#80ffdb', x, y - 12, 10, 34), rectangle('#80ffdb', x - 12, y, 34, 10)]
    return parts


def red_signal():
    rings = [circle('none', 240, 196, r, f'stroke="#ff2d1a" stroke-width="10" opacity="{1.1 - r / 260:.2f}"') for r in (104, 148, 192, 236)]
    bolt = path('M0,372 L96,372 L132,318 L176,430 L222,300 L262,410 L300,346 L330,372 L480,372', stroke='#ffd0c8', width=9)
    return [gradient('heat', '#2a0507', '#7a0c0c', '#1a0304'), rectangle('url(#heat)'), *rings, glow('lamp', '#ff5a3c'),
            circle('url(#lamp)', 240, 196, 190), circle('#ff3b1f', 240, 196, 66), circle('#ffb199', 222, 176, 18), bolt]


def undertow():
    layers = ['#1c5560', '#17434f', '#12333f', '#0d2430', '#081620']
    parts = [gradient('deep', '#6f9a94', '#2b6a72', '#0d2430'), rectangle('url(#deep)'), circle('#d7e4d3', 346, 108, 40, 'opacity="0.85"')]
    for i, colour in enumerate(layers):
        parts.append(wave(190 + i * 58, 34 - i * 3, 300 - i * 24, i * 1.7, colour))
    spiral = ' '.join(f'{240 + (14 + a * 8) * math.cos(a) * 1.5:.1f},{330 + (14 + a * 8) * math.sin(a) * 0.55:.1f}'
                      for a in (i / 8 for i in range(0, 100)))
    return parts + [path('M' + spiral.replace(' ', ' L'), stroke='#7fb3ab', width=3, more='opacity="0.55"')]


def the_empty_chair():
    window = [rectangle('#c6d4e6', 256, 60, 150, 190, 4), rectangle('#8ea5c4', 327, 60, 8, 190), rectangle('#8ea5c4', 256, 150, 150, 8)]
    light = path('M256,372 L406,372 L462,452 L216,452 Z', '#8ea5c4', more='opacity="0.28"')
    chair = path('M132,190 L132,420 M132,310 L228,310 L228,420 M132,200 C140,186 156,186 164,200 L164,310', stroke='#141d33', width=13)
    return [gradient('wall', '#3d5280', '#2a3a60'), rectangle('url(#wall)'), rectangle('#222f50', 0, 360, SIZE, 120), *window, light,
            chair, ellipse('#141d33', 180, 424, 74, 9, 'opacity="0.5"')]


def grey_harbour():
    def boat(x, y, size, colour):
        return group([path('M-60,0 L60,0 L42,26 L-46,26 Z', colour), path('M-4,-4 L-4,-132', stroke=colour, width=5),
                      path('M-10,-124 L-10,-14 L-52,-14 Z', colour), path('M4,-104 L4,-14 L36,-14 Z', colour)],
                     f'translate({x} {y}) scale({size})')
    lines = [rectangle('#e9eef0', 40 + 53 * i % 190, 338 + i * 22, 250 - i * 18, 3, 2, 'opacity="0.5"') for i in range(6)]
    return [gradient('fog', '#c9d1d4', '#a9b7bd', '#74878f'), rectangle('url(#fog)'), circle('#eef1ef', 128, 120, 46, 'opacity="0.8"'),
            wave(262, 16, 520, 1.1, '#94a5ac'), rectangle('#8598a0', 0, 296, SIZE, 190), boat(330, 288, 0.62, '#6b7f88'),
            boat(186, 322, 1.15, '#3f525b'), *lines]


def warm_bread():
    steam = [path(f'M{x},190 C{x - 26},160 {x + 26},134 {x},104 S{x - 18},64 {x + 4},44', stroke='#fff4de', width=9, more='opacity="0.65"')
             for x in (176, 240, 304)]
    loaf = path('M78,330 C70,236 150,206 240,206 C330,206 410,236 402,330 C398,372 366,384 240,384 C114,384 82,372 78,330 Z', '#c9772b')
    crust = path('M96,318 C92,250 162,222 240,222 C318,222 388,250 384,318 C330,286 150,286 96,318 Z', '#e39a4a')
    cuts = [path(f'M{x},238 C{x + 22},256 {x + 24},282 {x + 10},302', stroke='#fbe0b0', width=13) for x in (148, 216, 284)]
    return [gradient('kitchen', '#ffe3b3', '#f7b267', angle=70), rectangle('url(#kitchen)'), rectangle('#a75a1c', 0, 384, SIZE, 96),
            rectangle('#8f4a14', 0, 384, SIZE, 8), *steam, loaf, crust, *cuts]


def long_light():
    bars = [rectangle('#ffe8b8', 240 - w / 2, 296 + i * 19, w, 8, 4, f'opacity="{0.95 - i * 0.09:.2f}"')
            for i, w in enumerate((150, 190, 132, 168, 104, 136, 76, 96, 48))]
    return [gradient('dusk', '#7b6bb7', '#c88fc0', '#f8c7a4', '#ffe2ae'), rectangle('url(#dusk)'), glow('sun', '#fff3cf', 0.9),
            circle('url(#sun)', 240, 262, 210), circle('#fff6dd', 240, 262, 78), rectangle('#5c5a96', 0, 280, SIZE, 200),
            rectangle('#7471aa', 0, 280, SIZE, 5), *bars]


def lantern_river():
    dice, parts = random.Random(10), [gradient('water', '#062f33', '#0b5a4f', '#12806a'), rectangle('url(#water)'), glow('lantern', '#ffd27a', 0.9)]
    parts += [rectangle('#d6fff1', dice.uniform(0, 420), dice.uniform(90, 470), dice.uniform(20, 90), 2, 1, 'opacity="0.16"') for _ in range(34)]
    places = ((112, 118, 0.62), (254, 92, 0.5), (378, 140, 0.7), (186, 222, 0.95), (330, 290, 1.25), (104, 356, 1.45))
    for x, y, size in places:
        body = [circle('url(#lantern)', 0, 0, 92), ellipse('#ffb347', 0, 58, 22, 40, 'opacity="0.28"'), ellipse('#3c2a12', 0, 22, 36, 8),
                rectangle('#ffb74d', -25, -34, 50, 54, 9), rectangle('#fff0c2', -9, -26, 18, 42, 8), rectangle('#7a4a12', -28, -38, 56, 7, 3)]
        parts.append(group(body, f'translate({x} {y}) scale({size})'))
    return parts


def draw(name):
    """The SVG of the cover that a score's name ("01-paper-kites") calls for."""
    parts = globals()[name[3:].replace('-', '_')]()
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}">{"".join(parts)}</svg>\n'
