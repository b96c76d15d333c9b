"""Write a score that is played (score.py) as a standard MIDI file."""
import struct

import score


def quantity(n):
    """A number in groups of seven bits, as MIDI has its times."""
    groups = [n & 127]
    while n := n >> 7:
        groups.append(n & 127 | 128)
    return bytes(reversed(groups))


def chunk(kind, body):
    return kind + struct.pack('>I', len(body)) + body


def track(events):
    """events: (tick, order, bytes); those of one tick go by order, so that a note ends before the next begins."""
    body, at = bytearray(), 0
    for tick, _, message in sorted(events):
        body += quantity(tick - at) + message
        at = tick
    return chunk(b'MTrk', bytes(body) + b'\x00\xff\x2f\x00')


def tempo_events(tempos):
    return [(tick, 0, b'\xff\x51\x03' + int(60e6 / tempo).to_bytes(3, 'big')) for tick, tempo in tempos]


def voice_events(voice, channel):
    controls = {7: voice.volume, 10: 64 + voice.pan * 63 // 100, 91: voice.reverb}
    events = [(0, 1, bytes([0xB0 | channel, control, value])) for control, value in controls.items()]
    if voice.kind != 'drums':
        events.append((0, 1, bytes([0xC0 | channel, score.SOUNDS[voice.sound]])))
    for note in voice.notes:
        events.append((note.start, 3, bytes([0x90 | channel, note.pitch, note.velocity])))
        events.append((note.start + note.length, 2, bytes([0x80 | channel, note.pitch, 0])))
    return events


def write(piece, path):
    channels = iter(c for c in range(16) if c != 9)
    tracks = [track(tempo_events(piece.tempos))]
    for voice in piece.voices.values():
        tracks.append(track(voice_events(voice, 9 if voice.kind == 'drums' else next(channels))))
    path.write_bytes(chunk(b'MThd', struct.pack('>HHH', 1, len(tracks), score.TICKS)) + b''.join(tracks))
