#!/bin/bash
# Plants faults, one at a time, in a copy of src/nn, and demands that a test turns red for each: the tests that watch
# over the kernels are themselves watched. A fault whose place is gone is an error too: write it anew. ./dev test --long
# (LILT_LONG=1) plants all of them, every other run one in eight.
# usage: mutants.sh CHECKOUT
set -eu
one_in=8
[ "${LILT_LONG:-0}" != 1 ] || one_in=1

# File @ sed expression @ what it plants.
faults='
conv.c            @ s/x = right; x < width; x++/x = right; x + 1 < width; x++/ @ stale bytes for zero padding at the right
conv.c            @ s/from = r % height + ky - conv->pad;/from = r % height + ky;/ @ a picture that begins one line too low
conv.c            @ s/ < block ? n_rows - first : block;/ < block ? n_rows - first - 1 : block;/ @ the last line is missing
conv.c            @ s/else if (bias != NULL)/else if (false)/ @ a dropped bias
conv.c            @ s/top = logits\[i\] > top/top = logits[i] < top/ @ a softmax that overflows
conv.c            @ s/sqrt(squares \/ (double)n) + (double)epsilon/sqrt(squares \/ (double)n + (double)epsilon)/ @ epsilon within the root
gemm.c            @ s/i = n; i < width; i++/i = n + 1; i < width; i++/ @ stale bytes behind packed columns
gemm.c            @ s/add || p > 0);/add);/ @ blocks of depth are not added up
kernels.c         @ s/x\[i\] > 0.0f ? x\[i\]/x[i] >= 0.0f ? x[i]/ @ >= for >: -0 passes ReLU
kernels.c         @ s/w\[i\] -= rate \* v\[i\]/w[i] += rate * v[i]/ @ descent that climbs
net.c             @ s/matrix\[i\] \/= temperature/matrix[i] *= temperature/ @ a temperature the wrong way round
net.c             @ s/- (double)tensors\[2\]\[o\])/+ (double)tensors[2][o])/ @ batch norm adds the mean
net.c             @ s/end |= LILT_END_RELU/end |= LILT_END_PLAIN/ @ ReLU is forgotten
vec.h             @ s/from_a = a > b;/from_a = a >= b;/ @ >= for >: -0 beats 0
vec.h             @ /memcpy(p, &v/s/count/WIDTH/ @ a tail written whole
winograd_tiles.h  @ s/d\[1\] = near_gap + 2.0f \* far_gap/d[1] = near_gap + 4.0f * far_gap/ @ a wrong row in the output transform
winograd_tiles.h  @ s/d\[3\] = s\[3\] - s\[1\]/d[3] = s[1] - s[3]/ @ a wrong sign in the input transform
winograd_tiles.h  @ s/d\[3\] = far + half/d[3] = far - half/ @ rows swapped in the weights transform
winograd_tiles.h  @ s/values\[x\] += shift;/values[x] += zero;/ @ a dropped bias
winograd_tiles.h  @ s/row\[1\]\[x\], row\[1\]\[x + 1\]/row[1][x], row[0][x + 1]/ @ pooling that misses a corner
winograd.c        @ s/memset(to, 0, left \* channels/memset(to, 0, 0 * channels/ @ no zero padding at the left
winograd.c        @ s/smaller(side, width - left)/side/ @ a tile that runs over the edge
winograd.c        @ s/conv->out, first > 0);/conv->out, false);/ @ blocks of tiles are not added up
x86/gemm_avx2.c   @ s/n > 8 ? n - 8 : 0;/n > 8 ? 8 : 0;/ @ a wrong tail mask
x86/gemm_avx512.c @ s/(1u << n) - 1;/(1u << (n - 1)) - 1;/ @ a wrong tail mask
'

checkout=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tests="kernels gemm winograd nn_net"

# The checkout by links, src/nn by copies; what is compiled is what the project's own build makes of it.
mkdir "$work/tree"
cp -rs "$checkout"/{CMakeLists.txt,src,include,models,tests} "$work/tree"
rm -r "$work/tree/src/nn"
cp -r "$checkout/src/nn" "$work/tree/src/nn"
cmake -S "$work/tree" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DLILT_DESKTOP=OFF > "$work/log" ||
    { cat "$work/log"; exit 1; }

build() { ninja -C "$work/build" -j 2 $(printf 'test_%s ' $tests) > "$work/log" 2>&1 || { tail -n 30 "$work/log"; exit 1; }; }

# The first test that fails, or nothing.
red() {
    local test
    for test in $tests; do
        timeout 120 "$work/build/tests/test_$test" > "$work/log" 2>&1 || { echo "$test"; return; }
    done
}

# Whether this machine runs what the file is compiled for.
usable() {
    case $1 in
        *avx2*) grep -qw avx2 /proc/cpuinfo ;;
        *avx512*) grep -qw avx512f /proc/cpuinfo ;;
    esac
}

build
[ -z "$(red)" ] || { echo "red without any fault: $(red)"; cat "$work/log"; exit 1; }
line=0 missed=0
while IFS=@ read -r file expression what; do
    file=$(echo $file) what=$(echo $what)
    planted=$work/tree/src/nn/$file
    if [ -z "$file" ] || ! usable "$file"; then continue; fi
    sed -i "$expression" "$planted"
    if cmp -s "$checkout/src/nn/$file" "$planted"; then
        echo "GONE    $file: $what"
        missed=$((missed + 1))
    elif [ $((line % one_in)) -eq 0 ]; then
        build
        caught=$(red)
        echo "${caught:-MISSED}  $file: $what"
        [ -n "$caught" ] || missed=$((missed + 1))
    fi
    cp "$checkout/src/nn/$file" "$planted"
    line=$((line + 1))
done <<< "$faults"
echo "$line faults, one in $one_in planted, $missed of them not caught"
[ $missed -eq 0 ]
