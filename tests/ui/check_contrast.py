"""Contrast as WCAG 2 has it, computed from the style sheets: every pair of text and ground that the window shows, in
light, dark and both high contrasts. Texts need 4.5 : 1, faces and lines of meaning 3 : 1.

usage: check_contrast.py SOURCE_DIR
"""
import pathlib
import re
import sys

MOODS = ('happy', 'surprise', 'neutral', 'sad', 'angry', 'fear', 'disgust', 'unknown')

# What libadwaita 1.2 gives where our sheets say nothing.
ADWAITA = {
    'light': {'window_bg_color': '#fafafa', 'window_fg_color': 'alpha(black, 0.8)', 'card_bg_color': 'white',
              'popover_bg_color': 'white', 'view_bg_color': 'white', 'dialog_bg_color': '#fafafa'},
    'dark': {'window_bg_color': '#242424', 'window_fg_color': 'white', 'card_bg_color': 'alpha(white, 0.08)',
             'popover_bg_color': '#383838', 'view_bg_color': '#1e1e1e', 'dialog_bg_color': '#383838'},
}
NAMED = {'white': (1.0, 1.0, 1.0), 'black': (0.0, 0.0, 0.0)}
SHEETS = {'light': ('light', 'style.css'), 'dark': ('dark', 'style.css', 'style-dark.css'),
          'high contrast': ('light', 'style.css', 'style-hc.css'),
          'high contrast, dark': ('dark', 'style.css', 'style-dark.css', 'style-hc.css', 'style-hc-dark.css')}


def read(source, scheme, *sheets):
    """Names to definitions, later sheets over earlier ones, as AdwApplication loads them."""
    colours = dict(ADWAITA[scheme])
    for sheet in sheets:
        text = re.sub(r'/\*.*?\*/', '', (source / 'ui' / sheet).read_text(encoding='utf-8'), flags=re.S)
        colours.update(re.findall(r'@define-color\s+(\w+)\s+([^;]+);', text))
    return colours


def resolve(colours, word):
    """(r, g, b, a) of a definition."""
    word = word.strip()
    if word.startswith('@'):
        return resolve(colours, colours[word[1:]])
    if word.startswith('alpha('):
        inner, alpha = word[len('alpha('):-1].rsplit(',', 1)
        r, g, b, a = resolve(colours, inner)
        return r, g, b, a * float(alpha)
    if word.startswith('mix('):
        one, other, share = word[len('mix('):-1].split(',')
        a, b, f = resolve(colours, one), resolve(colours, other), float(share)
        return tuple(x * (1 - f) + y * f for x, y in zip(a, b))
    if word.startswith('#'):
        return *(int(word[i:i + 2], 16) / 255 for i in (1, 3, 5)), 1.0
    if word in NAMED:
        return *NAMED[word], 1.0
    raise ValueError(f'a colour in a form that this test cannot read: {word}')


def over(top, ground):
    """`top`, which may let something through, over an opaque ground."""
    return tuple(t * top[3] + g * (1 - top[3]) for t, g in zip(top[:3], ground[:3])) + (1.0,)


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text, ground):
    a, b = luminance(over(text, ground)), luminance(ground)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def grounds_of(colours):
    """Everything that text lies on: name to an opaque colour."""
    window = resolve(colours, '@window_bg_color')
    tints = {name: resolve(colours, f'@{name}') for name in ('tint_a', 'tint_b')}
    grounds = {'window': window, 'popover': resolve(colours, '@popover_bg_color'),
               'dialog': resolve(colours, '@dialog_bg_color'), **tints}
    for name, base in {'window': window, **tints}.items():
        grounds[f'pane on {name}'] = over(resolve(colours, '@pane_bg'), base)
        grounds[f'chip on {name}'] = over(resolve(colours, '@chip_bg'), base)
    grounds['card'] = over(resolve(colours, '@card_bg_color'), window)
    return grounds


def pairs(colours):
    """(what, text, ground, at least)."""
    grounds = grounds_of(colours)
    for ground_name, ground in grounds.items():
        for name in ('window_fg_color', 'dim', 'accent_color'):
            yield f'{name} on {ground_name}', resolve(colours, '@' + name), ground, 4.5
        if ground_name.startswith('chip'):
            continue  # nothing in a mood's colour lies on a chip
        for mood in MOODS:
            yield f'{mood}, word on {ground_name}', resolve(colours, f'@mood_{mood}_text'), ground, 4.5
            yield f'{mood}, face on {ground_name}', resolve(colours, f'@mood_{mood}_face'), ground, 3.0
    for mood in MOODS:  # the badge "Now": a word on a breath of itself
        word = resolve(colours, f'@mood_{mood}_text')
        yield f'{mood}, badge', word, over((*word[:3], 0.13), grounds['card']), 4.5
    yield 'camera sign', resolve(colours, '@camera_fg'), resolve(colours, '@camera_bg'), 4.5
    yield 'play button', resolve(colours, '@accent_fg_color'), resolve(colours, '@accent_bg_color'), 4.5


def main():
    source = pathlib.Path(sys.argv[1])
    problems, n = [], 0
    for name, sheets in SHEETS.items():
        worst = 99.0
        for what, text, ground, least in pairs(read(source, *sheets)):
            ratio = contrast(text, ground)
            n += 1
            if least == 4.5:
                worst = min(worst, ratio)
            if ratio < least:
                problems.append(f'{name}: {what}: {ratio:.2f}, at least {least}')
        print(f'{name}: the weakest text has {worst:.2f} : 1')
    assert contrast((0, 0, 0, 1), (1, 1, 1, 1)) > 20.9 and contrast((0.5, 0.5, 0.5, 1), (1, 1, 1, 1)) < 4
    print(f'{n} pairs')
    print('\n'.join(problems))
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
