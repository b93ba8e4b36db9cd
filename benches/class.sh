#!/usr/bin/env bash
# Measures the grading of a made-up class, on an otherwise idle machine with two cores or more:
#
#     benches/class.sh [WORK]
#
# WORK (a new folder if it is not given) keeps the class and all results, so the same command goes on where it was stopped. In the
# environment: STUDENTS (200), SET (a set file; all exercises), SAMPLE (12: what is repeated is repeated for one of so many parts
# of the class), LOAD (20: so many programs keep the cores busy in the last part), KIT (a racelings that is built already).
#
# The exit code is 1 if the same text was judged differently in two of the gradings. Needs jq.
set -euo pipefail
cd "$(dirname "$0")/.."
students=${STUDENTS:-200} sample=${SAMPLE:-12} load=${LOAD:-20}
options=(${SET:+--set "$(realpath "$SET")"})
work=${1:-$(mktemp -d)}
mkdir -p "$work"
echo "The results are kept in $work"
if [ -z "${KIT:-}" ]; then cargo build --quiet --release --locked --features archives; fi
kit=${KIT:-$PWD/target/release/racelings}
class=$work/class
[ -d "$class" ] || "$kit" dev class "$class" --students "$students"
unset RACELINGS_EXERCISES

# The kit's libraries are built before anything is measured.
"$kit" grade "$class" --out "$work/first" --partition slice:1/1000 "${options[@]}" > /dev/null 2>&1 || true

# grade NAME CORES [OPTIONS…]: grades into the folder NAME on these cores. Its summary is in NAME.json, with the seconds that it took
# from its start to its end (`took`), and the most memory that the process of grade itself had, in MiB (`memory`).
grade() {
    local name=$1 cores=$2 began most=0 now
    shift 2
    if [ -e "$work/$name.json" ]; then return; fi
    began=$(date +%s.%N)
    taskset --cpu-list "$cores" "$kit" grade "$class" --out "$work/$name" --format json "${options[@]}" "$@" \
        > "$work/$name.new" 2> "$work/$name.notes" &
    local grade=$!
    while kill -0 $grade 2> /dev/null; do
        now=$(awk '/VmHWM/ { print $2 }' "/proc/$grade/status" 2> /dev/null || true)
        most=$((${now:-0} > most ? ${now:-0} : most))
        sleep 0.5
    done
    wait $grade || {
        echo "grade into $work/$name ended with exit code $?:" >&2
        tail -5 "$work/$name.notes" "$work/$name.new" >&2
    }
    jq --arg began "$began" --arg ended "$(date +%s.%N)" --argjson most "$most" \
        '. + { took: (($ended | tonumber) - ($began | tonumber)), memory: ($most / 1024 | floor) }' \
        "$work/$name.new" > "$work/$name.json.new"
    mv "$work/$name.json.new" "$work/$name.json"
    rm "$work/$name.new"
}

# get NAME KEY: one number of a summary.
get() { jq --exit-status ".$2" "$work/$1.json"; }
seconds() { get "$1" took; }
checks() { get "$1" checks; }
processor() { get "$1" processor_seconds; }
# say NAME: what came of a grading, as `grade` counts it.
say() {
    jq --raw-output '"\(.students) students, \(.results) results: \(.passes) passes, \(.fails) fails, \(.not_run) not checked, \(.disturbed) disturbed, \(.missing) missing
\(.checks) checks, \(.processor_seconds | round) s of processor time, \(.took | round) s. \(.kept) results are taken from an earlier check of the same text."' "$work/$1.json"
}
calculate() { awk "BEGIN { printf \"$1\", $2 }"; }

# What is found of a text, wherever and whenever it is checked: all but times, and who has checked it.
found() {
    jq --compact-output 'del(.seconds, .processor_seconds, .kept, .checks, .origin)' "$work/$1/results.jsonl" | sort
}
# agree ONE OTHER: whether two gradings say the same of what both have graded, as `merge` sees it, and in how many of the other's
# results anything else differs, such as the number of executions.
contradicted=0
agree() {
    local merged=$work/$1-and-$2.json
    "$kit" grade merge "$work/$1" "$work/$2" --out "$work/$1-and-$2" --format json > "$merged" || true
    jq --raw-output '"\(.twice) results are in both and agree", (.problems[] | select(.kind != "missing") | .message)' "$merged"
    jq --exit-status '.twice > 0 and all(.problems[]; .kind == "missing")' "$merged" > /dev/null || contradicted=1
    echo "$(comm -13 <(found "$1") <(found "$2") | wc -l) of $2 differ from $1 in something else, or are not in it"
}

echo
echo "== The whole class, on two cores, with two checks at a time"
grade all 0,1 --jobs 2
say all
calculate '%.0f checks per core and hour; with results that are kept, %.0f results per core and hour\n' \
    "$(checks all) * 3600 / ($(seconds all) * 2), ($(checks all) + $(get all kept)) * 3600 / ($(seconds all) * 2)"
echo "grade itself: $(get all memory) MiB at most; results: $(du -h "$work/all/results.jsonl" | cut -f1); pages: $(ls "$work/all/pages" | wc -l), $(du -sh "$work/all/pages" | cut -f1)"
grade again 0,1 --previous "$work/all"
echo "Graded again with --previous: $(checks again) checks, $(seconds again) s"

echo
echo "== One shard on one core, and two shards on two cores: the same part of the class, one of $sample"
grade one 0 --jobs 1 --partition "slice:1/$sample"
grade left 0 --jobs 1 --partition "slice:1/$((2 * sample))" &
grade right 1 --jobs 1 --partition "slice:$((sample + 1))/$((2 * sample))"
wait
echo "one: $(checks one) checks, $(seconds one) s; two: $(checks left) and $(checks right) checks, $(seconds left) and $(seconds right) s"
calculate 'The two are %.2f times as fast (goal: 1.8)\n' \
    "$(checks left | awk -v r="$(checks right)" '{ print $1 + r }') / $(checks one) * $(seconds one) / ($(seconds left) > $(seconds right) ? $(seconds left) : $(seconds right))"
agree one left
agree one right

echo
echo "== The sandbox, and the pages: the same part"
grade bare 0 --jobs 1 --partition "slice:1/$sample" --no-sandbox
grade pageless 0 --jobs 1 --partition "slice:1/$sample" --pages none
grade games 0 --jobs 1 --partition "slice:1/$sample" --pages game
calculate 'Without a sandbox %.2f s a check, with it %.2f s: %+.1f %% (goal: at most 10 %%)\n' \
    "$(seconds bare) / $(checks bare), $(seconds one) / $(checks one), ($(seconds one) / $(seconds bare) - 1) * 100"
calculate 'Processor time without a sandbox %.2f s a check, with it %.2f s\n' \
    "$(processor bare) / $(checks bare), $(processor one) / $(checks one)"
calculate 'Without pages %.2f s a check; pages take %+.1f %%, and pages with games %+.1f %%\n' \
    "$(seconds pageless) / $(checks pageless), ($(seconds one) / $(seconds pageless) - 1) * 100, ($(seconds games) / $(seconds pageless) - 1) * 100"

echo
echo "== The same part at load $load"
busy=()
trap 'kill "${busy[@]}" 2> /dev/null || true' EXIT
if [ ! -e "$work/loaded.json" ]; then
    for _ in $(seq "$load"); do
        (while :; do :; done) &
        busy+=($!)
    done
fi
grade loaded 0,1 --jobs 2 --partition "slice:1/$sample"
kill "${busy[@]}" 2> /dev/null || true
say loaded
agree all loaded
exit $contradicted
