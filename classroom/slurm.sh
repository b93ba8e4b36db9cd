#!/usr/bin/env bash
# Grades a class as an array of Slurm jobs, each of them a shard.
#
#     sbatch --array=1-16 classroom/slurm.sh CLASS OUT
#     racelings grade merge OUT/shard-* --out OUT/all      # when all jobs have ended
#
# CLASS and OUT are on a file system that all nodes share, and racelings is installed on each of them. GRADE_OPTIONS in the
# environment has further options of `grade`, such as --set FILE. The array begins at 1. A job whose node was lost is requeued
# and goes on where it stopped: what was stored is not checked again. `merge` says what is missing.
#SBATCH --job-name=racelings
#SBATCH --cpus-per-task=4
#SBATCH --mem=16G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail

shard="$SLURM_ARRAY_TASK_ID"
shards="$SLURM_ARRAY_TASK_COUNT"
mkdir -p "$2"
# As many checks at once as the job has cores, whether or not Slurm confines it to them.
racelings grade "$1" --out "$2/shard-$shard" --partition "hash:$shard/$shards" \
    ${SLURM_CPUS_PER_TASK:+--jobs "$SLURM_CPUS_PER_TASK"} ${GRADE_OPTIONS:-}
