"""Read a score: a small text that names voices, sections and their order, and give its notes. README.md tells the
notation."""
import dataclasses
import fractions
import random
import re

TICKS = 480  # a quarter note
SOUNDS = {  # General MIDI programs, counted from 0
    'piano': 0, 'electric piano': 4, 'celesta': 8, 'glockenspiel': 9, 'vibraphone': 11, 'marimba': 12,
    'accordion': 21, 'harmonica': 22, 'nylon guitar': 24, 'steel guitar': 25, 'muted guitar': 28, 'overdriven guitar': 29,
    'distorted guitar': 30, 'acoustic bass': 32, 'finger bass': 33, 'picked bass': 34, 'synth bass': 38, 'violin': 40,
    'viola': 41, 'cello': 42, 'tremolo strings': 44, 'pizzicato': 45, 'harp': 46, 'timpani': 47, 'strings': 48, 'slow strings': 49,
    'choir': 52, 'trumpet': 56, 'trombone': 57, 'muted trumpet': 59, 'horn': 60, 'brass': 61, 'oboe': 68, 'clarinet': 71, 'flute': 73,
    'recorder': 74, 'whistle': 78, 'square lead': 80, 'saw lead': 81, 'warm pad': 89, 'halo pad': 94, 'kalimba': 108,
}
DRUMS = {
    'kick': 36, 'rim': 37, 'snare': 38, 'clap': 39, 'low tom': 41, 'hat': 42, 'mid tom': 47, 'open hat': 46, 'crash': 49,
    'high tom': 50, 'ride': 51, 'tambourine': 54, 'shaker': 82, 'triangle': 81, 'brush': 40, 'woodblock': 76,
}
CHORDS = {
    '': (0, 4, 7), 'm': (0, 3, 7), '5': (0, 7), '6': (0, 4, 7, 9), 'm6': (0, 3, 7, 9), '7': (0, 4, 7, 10),
    'm7': (0, 3, 7, 10), 'maj7': (0, 4, 7, 11), 'sus2': (0, 2, 7), 'sus4': (0, 5, 7), 'add9': (0, 2, 4, 7),
    'madd9': (0, 2, 3, 7), 'dim': (0, 3, 6), 'dim7': (0, 3, 6, 9), '9': (0, 4, 7, 10, 14), 'maj9': (0, 4, 7, 11, 14),
    'm9': (0, 3, 7, 10, 14),
}
LETTERS = {'C': 0, 'D': 2, 'E': 4, 'F': 5, 'G': 7, 'A': 9, 'B': 11}
SHARPS, FLATS = 'FCGDAEB', 'BEADGCF'
MAJOR_FIFTHS = {'C': 0, 'G': 1, 'D': 2, 'A': 3, 'E': 4, 'B': 5, 'F': -1, 'Bb': -2, 'Eb': -3, 'Ab': -4, 'Db': -5}
LOUDNESS = {'X': 1.12, 'x': 1.0, 'o': 0.72}


class ScoreError(Exception):
    """The score cannot be read; says file, line and why."""


@dataclasses.dataclass
class Note:
    """start, length in ticks; pitch as in MIDI; velocity 1..127."""
    start: int
    length: int
    pitch: int
    velocity: int


@dataclasses.dataclass
class Voice:
    name: str
    kind: str  # line, block, arp, bass or drums
    sound: str = 'piano'
    volume: int = 90
    pan: int = 0  # -100 left .. 100 right
    reverb: int = 45
    centre: int = 60  # of chords
    octave: int = 0  # a line sounds that much higher than it is written
    gate: int = 96  # per cent of its length that a note sounds
    notes: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Section:
    lines: dict  # "chords", a voice's name, or "drum:<name>" -> text
    where: str


@dataclasses.dataclass
class Score:
    """A piece as it is played: voices with their notes, tempo changes as (tick, quarters a minute)."""
    head: dict
    voices: dict
    tempos: list
    ticks: int


# ---- reading the text ------------------------------------------------------------------------------------


def read_voice(words, where):
    fields = re.findall(r'(\w+)=("[^"]*"|\S+)', words)
    name, kind = words.split()[:2]
    voice = Voice(name, kind)
    for key, value in fields:
        if key not in ('sound', 'volume', 'pan', 'reverb', 'centre', 'octave', 'gate'):
            raise ScoreError(f'{where}: a voice has no "{key}"')
        setattr(voice, key, value.strip('"') if key == 'sound' else int(value))
    if kind != 'drums' and voice.sound not in SOUNDS:
        raise ScoreError(f'{where}: no sound is called "{voice.sound}"')
    return voice


def parse(path):
    """The head ({key: text}), voices and sections of a score."""
    head, voices, sections, section = {}, {}, {}, None
    for number, raw in enumerate(path.read_text().splitlines(), 1):
        line, where = raw.split('%')[0].strip(), f'{path.name}:{number}'
        if not line:
            continue
        if line.startswith('['):
            name, _, parent = line.strip('[]').partition(' like ')
            section = sections[name] = Section(dict(sections[parent].lines) if parent else {}, where)
        elif section is not None:
            key, _, text = line.partition(':')
            if text.strip() == 'silent':
                section.lines.pop(key, None)
            else:
                section.lines[key] = text.strip()
        elif line.startswith('voice '):
            voice = read_voice(line[6:], where)
            voices[voice.name] = voice
        else:
            key, _, text = line.partition(':')
            head[key] = text.strip()
    return head, voices, sections


def key_signature(key):
    """Letter -> -1, 0 or 1 of a key like "D" or "F#m"."""
    tonic, minor = key.removesuffix('m'), key.endswith('m')
    fifths = MAJOR_FIFTHS.get(tonic)
    if minor:
        names = list(MAJOR_FIFTHS)
        relative = (pitch_class(tonic) + 3) % 12
        fifths = next(MAJOR_FIFTHS[n] for n in names if pitch_class(n) == relative)
    signature = dict.fromkeys(LETTERS, 0)
    for letter in (SHARPS if fifths > 0 else FLATS)[:abs(fifths)]:
        signature[letter] = 1 if fifths > 0 else -1
    return signature


def pitch_class(name):
    return (LETTERS[name[0]] + name.count('#') - name[1:].count('b')) % 12


NOTE = re.compile(r"(\^|_|=)?([A-Ga-gz])([,']*)(\d*)(/?)(\d*)(-?)|(\|)|(\s+)")


def read_line(text, head, where):
    """(start in units, length in units, pitch) of a melody; a bar that is too long or too short is an error."""
    signature, at, bar_start, notes, tied = key_signature(head['key']), fractions.Fraction(0), 0, [], False
    accidentals, position = {}, 0
    per_bar = bar_units(head)
    while position < len(text):
        match = NOTE.match(text, position)
        if not match:
            raise ScoreError(f'{where}: cannot read "{text[position:position + 12]}"')
        position = match.end()
        sign, letter, marks, top, slash, bottom, tie, bar, _ = match.groups()
        if bar:
            if at - bar_start != per_bar:
                raise ScoreError(f'{where}: a bar has {at - bar_start} units, not {per_bar}: …{text[:position][-40:]}')
            bar_start, accidentals = at, {}
        if not letter:
            continue
        length = fractions.Fraction(int(top or 1), int(bottom or 2) if slash else 1)
        if letter != 'z':
            place = (letter, marks)
            if sign:
                accidentals[place] = {'^': 1, '_': -1, '=': 0}[sign]
            pitch = 60 + LETTERS[letter.upper()] + (12 if letter.islower() else 0)
            pitch += 12 * (marks.count("'") - marks.count(',')) + accidentals.get(place, signature[letter.upper()])
            if tied and notes and notes[-1][2] == pitch:
                notes[-1][1] += length
            else:
                notes.append([at, length, pitch])
            tied = bool(tie)
        at += length
    return notes, at


def bar_units(head):
    """Units of a bar."""
    return fractions.Fraction(head['meter']) / fractions.Fraction(head['unit'])


def read_chord(name, where):
    """(root's class, steps above it, bass's class)."""
    match = re.fullmatch(r'([A-G][#b]?)([^/]*)(?:/([A-G][#b]?))?', name)
    if not match or match[2] not in CHORDS:
        raise ScoreError(f'{where}: no chord is called "{name}"')
    return pitch_class(match[1]), CHORDS[match[2]], pitch_class(match[3] or match[1])


def read_chords(text, where):
    """A list of bars, each a list of chords of equal length."""
    return [[read_chord(name, where) for name in bar.split()] for bar in text.strip('| ').split('|')]


# ---- playing it ------------------------------------------------------------------------------------------


def close_voicing(chord, centre):
    """The chord's notes within the octave round `centre`, low to high: neighbours stay near each other."""
    return sorted({centre - 6 + (chord[0] + step - centre + 6) % 12 for step in chord[1]})


def chord_note(chord, digit, voice):
    """The digit's note: of the close voicing and the octaves above it; of a bass, 1 is the bass note, 2.. the others."""
    if voice.kind == 'bass':
        low = voice.centre - 6 + (chord[2] - voice.centre + 6) % 12
        steps = sorted((chord[0] + step - chord[2]) % 12 for step in chord[1][:4])
        steps = [0] + [s for s in steps if s]
        octave, index = divmod(digit - 1, len(steps))
        return low + steps[index] + 12 * octave
    tones = close_voicing(chord, voice.centre)
    octave, index = divmod(digit - 1, len(tones))
    return tones[index] + 12 * octave


def grid_bars(text):
    return [bar.replace(' ', '') for bar in text.strip('| ').split('|')]


def grid_hits(bar):
    """(step, steps held, sign) of a bar's grid: "." rests, "-" holds on."""
    hits = []
    for step, sign in enumerate(bar):
        if sign == '-' and hits and hits[-1][0] + hits[-1][1] == step:
            hits[-1][1] += 1
        elif sign not in '.-':
            hits.append([step, 1, sign])
    return hits


class Player:
    """Plays sections one after the other into the voices; `random` makes hands of it, always the same ones."""

    def __init__(self, head, voices):
        self.head, self.voices = head, voices
        self.unit = int(TICKS * 4 * fractions.Fraction(head['unit']))
        self.bar = int(TICKS * 4 * fractions.Fraction(head['meter']))
        self.swing = float(head.get('swing', '0'))
        self.random = random.Random(head['title'])
        self.at = 0

    def moved(self, tick):
        """Where a hand puts what is written at `tick`: swung, and a few milliseconds off."""
        within = tick % TICKS
        if self.swing and within and abs(within - TICKS // 2) <= 2:
            tick += int(self.swing * TICKS / 2)
        return max(0, tick + self.random.randint(-4, 4))

    def add(self, voice, tick, length, pitch, loudness):
        start = self.moved(tick)
        velocity = int(loudness * (1 + self.random.uniform(-0.05, 0.05)))
        if tick % self.bar == 0:
            velocity += 4
        sounding = max(20, int(length * voice.gate / 100))
        voice.notes.append(Note(start, sounding, pitch, min(max(velocity, 1), 127)))

    def section(self, section, level):
        """level(t): loudness at t = 0..1 of the section, in velocities."""
        chords = read_chords(section.lines['chords'], section.where)
        ticks = len(chords) * self.bar
        for key, text in section.lines.items():
            name, _, drum = key.partition(' ')
            if key == 'chords':
                continue
            if name not in self.voices:
                raise ScoreError(f'{section.where}: no voice is called "{name}"')
            voice = self.voices[name]
            if voice.kind == 'line':
                self.line(voice, text, level, ticks, section.where)
            else:
                self.grid(voice, drum, text, chords, level)
        self.at += ticks

    def line(self, voice, text, level, ticks, where):
        notes, units = read_line(text, self.head, f'{where} {voice.name}')
        if units * self.unit != ticks:
            raise ScoreError(f'{where} {voice.name}: {units * self.unit / self.bar} bars, chords: {ticks / self.bar}')
        for start, length, pitch in notes:
            tick = int(start * self.unit)
            self.add(voice, self.at + tick, int(length * self.unit), pitch + 12 * voice.octave, level(tick / ticks))

    def grid(self, voice, drum, text, chords, level):
        bars = grid_bars(text)
        for number, bar_chords in enumerate(chords):
            bar = bars[number % len(bars)]
            step_ticks = self.bar / len(bar)
            for step, held, sign in grid_hits(bar):
                tick = int(step * step_ticks)
                chord = bar_chords[step * len(bar_chords) // len(bar)]
                loudness = level((number + step / len(bar)) / len(chords)) * LOUDNESS.get(sign, 1.0)
                for pitch in self.pitches(voice, drum, chord, sign):
                    self.add(voice, self.at + number * self.bar + tick, int(held * step_ticks), pitch, loudness)

    @staticmethod
    def pitches(voice, drum, chord, sign):
        if voice.kind == 'drums':
            return [DRUMS[drum]]
        if voice.kind == 'block':
            return close_voicing(chord, voice.centre)
        return [chord_note(chord, int(sign, 16), voice)]


def tempos_of(head, starts, ticks, unit_bar):
    """Constant, until the last `broaden` bars become slower by degrees."""
    tempo, broaden = float(head['tempo']), int(head.get('broaden', '1'))
    tempos = [(0, tempo)]
    begin = ticks - broaden * unit_bar
    for quarter in range(broaden * unit_bar // TICKS):
        share = (quarter + 1) / (broaden * unit_bar / TICKS)
        tempos.append((begin + quarter * TICKS, tempo * (1 - 0.38 * share)))
    return tempos


def play(path):
    """The score in a file, as it is played."""
    head, voices, sections = parse(path)
    player = Player(head, voices)
    for entry in head['form'].split(','):
        name, levels = entry.rsplit(None, 1)
        low, _, high = levels.partition('>')
        first, last = float(low), float(high or low)
        if name.strip() not in sections:
            raise ScoreError(f'{path.name}: no section is called "{name.strip()}"')
        player.section(sections[name.strip()], lambda t, a=first, b=last: a + (b - a) * t)
    return Score(head, voices, tempos_of(head, None, player.at, player.bar), player.at)
