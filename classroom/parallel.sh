#!/usr/bin/env bash
# Grades a class with GNU parallel, in shards: on this machine, or on several by ssh.
#
#     classroom/parallel.sh CLASS OUT SHARDS [HOST,HOST…]
#
# CLASS and OUT have the same paths on all hosts, and racelings is installed on each of them (`:` is this machine). GRADE_OPTIONS
# in the environment has further options of `grade`, such as --set FILE. If something was in the way, the same command goes on
# with what is left.
set -euo pipefail

class="$(realpath "$1")"
shards="$3"
hosts="${4:-:}"
mkdir -p "$2"
out="$(realpath "$2")"

# A shard uses all cores of its machine, so each machine has one at a time.
seq "$shards" | parallel --jobs 1 --sshlogin "$hosts" --joblog "$out/joblog" --resume-failed --quote \
    racelings grade "$class" --out "$out/shard-{}" --partition "hash:{}/$shards" ${GRADE_OPTIONS:-}
racelings grade merge "$out"/shard-* --out "$out/all"
