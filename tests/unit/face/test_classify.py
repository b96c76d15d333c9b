"""lilt-lab classify on photos as they come: tight crops, telephones' EXIF, faces in their place.

usage: test_classify.py LILT_LAB ASSETS"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

LAB, ASSETS = sys.argv[1], pathlib.Path(os.environ.get('LILT_ASSETS', sys.argv[2]))
PORTRAIT = ASSETS / 'photos' / 'grace_hopper.jpg'  # 512 x 512; the face: 228 pixels round 266, 199


def classify(path):
    result = subprocess.run([LAB, 'classify', '--json', path], check=True, capture_output=True, text=True)
    return json.loads(result.stdout)


def make(path, *changes):
    subprocess.run(['convert', PORTRAIT, *changes, path], check=True)
    return path


def with_exif(path, orientation):
    """Put the segment that a telephone writes behind the JPEG's first marker."""
    tiff = b'II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0' + bytes([orientation]) + b'\0\0\0\0\0\0\0'
    segment = b'Exif\0\0' + tiff
    photo = path.read_bytes()
    path.write_bytes(photo[:2] + b'\xff\xe1' + (len(segment) + 2).to_bytes(2, 'big') + segment + photo[2:])
    return path


def check_face(photo, x, y, side):
    faces = classify(photo)['faces']
    assert faces, f'{photo.name}: no face'
    left, top, width, height = faces[0]['box']
    off = max(abs(left + width / 2 - x), abs(top + height / 2 - y), abs(width - side)) / side
    assert off < 0.12, f'{photo.name}: {faces[0]["box"]} is not near {side} pixels round {x}, {y}'
    assert abs(sum(faces[0]['probs']) - 1) < 1e-3, faces[0]['probs']
    return faces[0]


def main():
    if shutil.which('convert') is None or not PORTRAIT.exists():
        print('skipped: needs ImageMagick and the photos of fetch-assets.sh')
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_face(PORTRAIT, 266, 199, 228)
        check_face(make(folder / 'wide.png', '-background', 'gray50', '-extent', '1280x512-600-0'), 866, 199, 228)
        # As the sensor of a telephone saw it, held upright: it is told in the pixels of the upright photo.
        check_face(with_exif(make(folder / 'telephone.jpg', '-rotate', '-90'), 6), 266, 199, 228)
        # Nothing but the face: the box reaches beyond the photo and is told without what lies outside.
        left, top, width, height = classify(make(folder / 'tight.jpg', '-crop', '180x200+176+105', '+repage'))['faces'][0]['box']
        assert left >= 0 and top >= 0 and left + width <= 180 and top + height <= 200, (left, top, width, height)
        assert width > 150 and height > 160, (width, height)
    print('classify tells faces in their place')


main()
