"""lilt-lab classify and watch, on photos, a folder, a clip and a webcam (the shim's): the JSON lines others rely on.

usage: test_lab_camera.py BUILD"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
PHOTOS, CLIPS = ASSETS / 'photos', ASSETS / 'clips'
LABELS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral']


def lab(*args, code=0, env=None):
    """What the verb prints: its JSON lines and its stderr."""
    done = subprocess.run([BUILD / 'bin' / 'lilt-lab', *map(str, args), '--json'], capture_output=True, text=True,
                          timeout=120, stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})})
    assert done.returncode == code, f'{args}: exit {done.returncode}, want {code}: {done.stderr}'
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def check_box(box):
    assert len(box) == 4 and all(isinstance(side, int) for side in box) and box[2] > 0 and box[3] > 0, box


def check_probs(probs):
    assert len(probs) == 7 and all(0 <= p <= 1 for p in probs) and abs(sum(probs) - 1) < 1e-3, probs


def check_reading(line):
    assert set(line) == {'t', 'n_faces', 'face', 'probs', 'quality', 'expression', 'mood'}, line
    assert (line['face'] is None) == (line['probs'] is None), line
    if line['face'] is not None:
        check_box(line['face'])
        check_probs(line['probs'])
        assert line['n_faces'] >= 1 and 0 <= line['quality'] <= 1, line
    mood = line['mood']
    assert set(mood) == {'label', 'valence', 'arousal', 'confidence'}, mood
    assert mood['label'] in LABELS + [None] and line['expression'] in LABELS + [None], line
    assert abs(mood['valence']) <= 1 and abs(mood['arousal']) <= 1 and 0 <= mood['confidence'] <= 1, mood
    if mood['label'] is None:
        assert mood['valence'] == mood['arousal'] == mood['confidence'] == 0, mood


def test_classify():
    lines, errors = lab('classify', PHOTOS / 'astronaut.png', '/nowhere.png', PHOTOS / 'solvay.jpg', code=1)
    assert '/nowhere.png' in errors and len(errors.splitlines()) == 1, errors
    assert [pathlib.Path(line['path']).name for line in lines] == ['astronaut.png', 'solvay.jpg'], lines
    for line in lines:
        areas = [face['box'][2] * face['box'][3] for face in line['faces']]
        assert areas == sorted(areas, reverse=True), areas
        for face in line['faces']:
            check_box(face['box'])
            check_probs(face['probs'])
            assert face['label'] == LABELS[face['probs'].index(max(face['probs']))], face
    assert lines[0]['faces'][0]['label'] == 'happy' and len(lines[1]['faces']) >= 20, lines


def test_photos():
    lines, _ = lab('watch', PHOTOS / 'grace_hopper.jpg')
    assert len(lines) == 1 and lines[0]['t'] == 0 and lines[0]['n_faces'] == 1 and lines[0]['face'], lines
    lines, _ = lab('watch', PHOTOS)
    assert [line['t'] for line in lines] == [0, 1, 2], lines
    for line in lines:
        check_reading(line)


def test_clip():
    lines, _ = lab('watch', CLIPS / 'franck.mp4', '--seconds', 3)
    for line in lines:
        check_reading(line)
    assert 60 < len(lines) < 90 and lines[-1]['t'] < 3.1, f'{len(lines)} lines to {lines[-1]["t"]} s'
    assert any(line['expression'] == 'happy' for line in lines if line['t'] > 1.8), 'franck smiles at 2 s'


def test_record():
    """A session as readings, without pictures, comes to the very same words on every instruction set; and the network's own
    rounding, which differs between them, changes no word of it."""
    with tempfile.TemporaryDirectory() as folder:
        record = pathlib.Path(folder) / 'readings'
        lines, _ = lab('watch', CLIPS / 'franck.mp4', '--seconds', 10, '--record', record)
        assert any(line['expression'] for line in lines) and record.stat().st_size < 200 * len(lines), 'only readings'
        for cpu in ('scalar', 'avx2', 'avx512', 'neon'):
            again, _ = lab('watch', '--replay', record, env={'LILT_CPU': cpu})
            assert again == lines, f'{cpu}: the record is replayed otherwise'
            seen, _ = lab('watch', CLIPS / 'franck.mp4', '--seconds', 10, env={'LILT_CPU': cpu})
            assert [words(line) for line in seen] == [words(line) for line in lines], f'{cpu} sees it otherwise'
        record.write_text(record.read_text() + '1 2\n')
        _, errors = lab('watch', '--replay', record, code=1)
        assert f'line {len(lines) + 2} is no reading' in errors, errors
        _, errors = lab('watch', '--replay', PHOTOS / 'solvay.jpg', code=1)
        assert 'not a record' in errors, errors
    lab('watch', CLIPS / 'franck.mp4', '--seconds', 1, '--record', '/nowhere/readings', code=1)
    lab('watch', CLIPS / 'franck.mp4', '--replay', '/nowhere', code=2)


def words(line):
    return line['expression'], line['mood']['label']


def test_webcam():
    webcam = {'LD_PRELOAD': str(BUILD / 'tests' / 'v4l2shim.so'),
              'LILT_SHIM_FRAMES': str(PHOTOS / 'grace_hopper.jpg')}
    lines, _ = lab('watch', '/dev/video0', '--seconds', 2, env=webcam)
    for line in lines:
        check_reading(line)
    assert lines[0]['t'] == 0 and lines[-1]['t'] >= 2 and len(lines) > 10, f'{len(lines)} lines'
    assert lines[-1]['mood']['label'] != 'happy', lines[-1]
    lines, errors = lab('watch', '/dev/video0', code=1, env={**webcam, 'LILT_SHIM_FAULT': 'unplug@5'})
    assert len(lines) == 5 and '/dev/video0' in errors and 'unplugged' in errors, errors
    _, errors = lab('watch', '/dev/video0', code=1, env={**webcam, 'LILT_SHIM_FAULT': 'busy'})
    assert 'another program' in errors, errors


def main():
    model = SOURCE / 'models' / 'mcnn.safetensors'
    for wanted in (model, PHOTOS, CLIPS):
        if not wanted.exists():
            print(f'skipped: {wanted} is not here')
            sys.exit(77)
    for test in (test_classify, test_photos, test_clip, test_record, test_webcam):
        test()
        print('ok    ', test.__name__)


main()
