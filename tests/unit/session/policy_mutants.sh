#!/bin/bash
# Plants mistakes, one at a time, in copies of the policy and the queue, and demands that the test of their contract turns red
# for each: what the contract says is really watched. A mistake whose place is gone is an error too: write it anew.
# usage: policy_mutants.sh CHECKOUT BUILD        (BUILD: a Ninja build of it, with test_session_contract in it)
set -eu

# File @ sed expression @ the clause that it breaks.
mistakes='
policy.c @ /^follow_camera/,/^}/s/state->chosen != LILT_EMOTION_UNKNOWN || // @ a chosen mood is never overridden by the camera
policy.c @ /^on_policy/,/^}/s/follow_camera(state);/state->chosen = LILT_EMOTION_UNKNOWN;/ @ nor by another policy
policy.c @ /^on_time/,/^}/s/state->until_us == 0 || // @ nor before its time
policy.c @ /^on_released/,/^}/s/state->until_us = 0;/state->until_us = event->now_us;\n    state->chosen = LILT_HAPPY;/ @ a released mood is released
policy.c @ /^follow_camera/,/^}/s/state->policy == LILT_POLICY_HOLD ||/false ||/ @ a held mood is never overridden
policy.c @ /^lilt_policy_mood/,/^}/s/ || state->policy == LILT_POLICY_HOLD// @ nor told as another
policy.c @ /^on_seen/,/^}/s/if (!state->playing && !state->quiet)/if (true)/ @ a reading changes nothing in the middle of a track
policy.c @ /^on_chosen/,/^}/s/(state->playing ? 0 : LILT_DO_START)/LILT_DO_START/ @ nor does a choice
policy.c @ /^on_songs/,/^}/s/state->playing || // @ nor do new songs
policy.c @ /^on_songs/,/^}/s/state->quiet || // @ what a hand stopped stays still
policy.c @ /^follow_camera/,/^}/s/state->list_holds || // @ a list started by hand plays on
policy.c @ /^follow_camera/,/^}/s/state->list_holds || !known(state->seen)/state->list_holds/ @ unknown changes nothing
policy.c @ /^on_chosen/,/^}/s/state->scene = event->scene;/state->scene |= event->scene;/ @ a hand-chosen mood ends the scene list
policy.c @ /^lilt_policy_is_on_path/,/^}/s/ \&\& !state->scene// @ a path does not bend the scene list
policy.c @ /^lilt_policy_aim/,/^}/s/ \&\& !state->leads \&\& !state->scene// @ nor does lift
policy.c @ /^lilt_policy_goal/,/^}/s/state->leads ?/false ?/ @ a choice that leads, leads to itself
policy.c @ /^on_shifted/,/^}/s/state->list_holds || // @ other signals break off no list
policy.c @ /^on_shifted/,/^}/s/state->policy == LILT_POLICY_HOLD ||/false ||/ @ nor change what is held
policy.c @ /^on_goal/,/^}/s/return LILT_DO_TELL;/return LILT_DO_TELL | LILT_DO_REFILL;/ @ a goal breaks off no list
policy.c @ /^on_goal/,/^}/s/state->goal = event->mood.point;/&\n    state->goal.valence += 1e-3f * (float)(event->now_us % 7);/ @ the same events give the same actions
queue.c  @ /^lilt_queue_refill/,/^}/s/self->n_taken + self->n_yours;/self->n_taken;\n    self->n_yours = 0;/ @ a refill takes nothing of yours
queue.c  @ /^lilt_queue_refill/,/^}/s/self->n_taken + self->n_yours;/self->n_yours;/ @ nor what the player has taken
queue.c  @ /^give_back/,/^}/s/? 0 : self->n_yours;/? self->n_yours : self->n_yours;/ @ what is given back keeps its place
'

room=$(readlink -f "$1")/src/session
cd "$2"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The build's own command whose line holds $1.
command_with() { ninja -t commands tests/test_session_contract | grep -F -- "$1" | tail -n 1; }

link=$(command_with "-o tests/test_session_contract ")
[ -n "$link" ] || { echo "no command links tests/test_session_contract in $2"; exit 1; }

# Run the contract with $1 (a file of the room, as it lies in $work) in place of the room's own.
contract_holds() {
    local compile object=$work/${1%.c}.o
    compile=$(command_with "-c $room/$1")
    compile=${compile//-c $room\/$1/-c $work\/$1 -I$room}
    compile=$(sed -E "s|-o [^ ]*\.o |-o $object |; s|-MF [^ ]*|-MF $work/deps|; s|-Werror||; s|-O[0-9]|-O0|" <<< "$compile")
    eval "$compile" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    eval "${link/-o tests\/test_session_contract /-o $work/test $object }" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    LILT_SEED=1 timeout 120 "$work/test" > "$work/log" 2>&1
}

for file in policy.c queue.c; do
    cp "$room/$file" "$work/$file"
    contract_holds "$file" || { echo "red without any mistake in $file"; cat "$work/log"; exit 1; }
done
n=0 missed=0
while IFS=@ read -r file expression clause; do
    file=$(echo $file) clause=$(echo $clause)
    [ -n "$file" ] || continue
    n=$((n + 1))
    sed "$expression" "$room/$file" > "$work/$file"
    if cmp -s "$room/$file" "$work/$file"; then
        verdict=GONE
    elif contract_holds "$file"; then
        verdict=MISSED
    else
        verdict=found
    fi
    [ $verdict = found ] || missed=$((missed + 1))
    echo "$verdict  $file: $clause$(sed -n 's/.*episode [0-9]*, event [0-9]*:/:/p' "$work/log" | head -n 1)"
done <<< "$mistakes"
echo "$n mistakes planted, $missed not found"
[ $missed -eq 0 ]
